"""An empty county with its first administrators, so that a real place can start without the demonstration."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from huying.config.founding import ADMINISTRATORS, Administrator, Place, found_place
from huying.kernel.clock import now
from huying.kernel.errors import DomainError, Invalid

QUESTIONS = {
    "code": "Code of the county or city, 6 digits (e.g. 320106; a whole city ends in 00)",
    "province": "Name of the province (e.g. 江苏省)",
    "city": "Name of the city (e.g. 南京市)",
    "county": "Name of the county or district (e.g. 鼓楼区)",
}
TITLES = {"system_admin": "系统管理员", "security_admin": "安全管理员", "audit_admin": "审计管理员"}


class Command(BaseCommand):
    help = "Make the tables, the area and three administrators; prints their first passwords this one time."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        for name, question in QUESTIONS.items():
            parser.add_argument(f"--{name}", default="", help=question)
        for role in ADMINISTRATORS:
            parser.add_argument(f"--{role.replace('_', '-')}", default="", help=f"sign-in name of the {role}")

    def handle(self, *args: Any, **options: Any) -> None:
        place = self._place(options)
        given = tuple(
            Administrator(role, options[role] or role.replace("_", "-"), TITLES[role]) for role in ADMINISTRATORS
        )
        call_command("migrate", interactive=False, verbosity=0)
        try:
            made = found_place(place, administrators=given, at=now())
        except Invalid as error:
            raise CommandError(f"{error}: {'；'.join(str(text) for text in error.fields.values())}") from error
        except DomainError as error:
            raise CommandError(str(error)) from error
        self._tell(made)

    def _place(self, options: dict[str, Any]) -> Place:
        code = self._answer(options, "code")
        if not (code.isdigit() and len(code) == 6):
            raise CommandError("--code needs the 6 digits of the county or city, e.g. 320106.")
        province, city = self._answer(options, "province"), self._answer(options, "city")
        county = "" if code.endswith("00") else self._answer(options, "county")
        return Place(code=code, province=province, city=city, county=county)

    def _answer(self, options: dict[str, Any], name: str) -> str:
        found = str(options[name]).strip()
        if not found and sys.stdin.isatty():
            found = input(f"{QUESTIONS[name]}: ").strip()
        if not found:
            raise CommandError(f"--{name} is missing: {QUESTIONS[name]}.")
        return found

    def _tell(self, made: list[Administrator]) -> None:
        self.stdout.write("\nThree administrators who exclude one another; give each to a different person:\n\n")
        for one in made:
            self.stdout.write(f"  {TITLES[one.role]}  {one.login_name:16}  first password  {one.password}\n")
        self.stdout.write("\nThe passwords are shown this one time and must be changed at the first sign-in.\n")
        self.stdout.write(f"Keep a copy of {settings.HUYING_HOME}/keys (or of the keys you set) in another place.\n")
        self.stdout.write("Next: `huying serve`. The system administrator opens accounts, the security administrator\n")
        self.stdout.write("gives roles, the audit administrator reads what was done.\n")
