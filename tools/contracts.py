"""Two contracts of the house for import-linter: entry only by doors, and the same furniture in the same order."""

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class DoorsContract(Contract):
    """A context is entered from outside only through its doors; some contexts are open to all."""

    root = fields.StringField()
    doors = fields.ListField(subfield=fields.StringField())
    open_contexts = fields.ListField(subfield=fields.StringField())
    keyholders = fields.ListField(subfield=fields.StringField(), required=False)  # may enter anywhere

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        broken = [
            f"{importer} imports {imported}"
            for importer in sorted(graph.modules)
            for imported in sorted(graph.find_modules_directly_imported_by(importer))
            if self._is_break_in(importer, imported)
        ]
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def _is_break_in(self, importer: str, imported: str) -> bool:
        start, end = importer.split("."), imported.split(".")
        if end[0] != self.root or len(end) < 3 or len(start) < 2 or start[1] == end[1]:
            return False
        return end[1] not in self.open_contexts and start[1] not in (self.keyholders or ()) and end[2] not in self.doors

    def render_broken_contract(self, check: ContractCheck) -> None:
        for line in check.metadata["broken"]:
            output.print_error(line)


class FurnitureContract(Contract):
    """Within a context each piece may use only the pieces before it; other files stand free."""

    root = fields.StringField()
    order = fields.ListField(subfield=fields.StringField())
    left_out = fields.ListField(subfield=fields.StringField(), required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        rank = {name: place for place, name in enumerate(self.order)}
        broken = [
            f"{importer} imports {imported}"
            for importer in sorted(graph.modules)
            for imported in sorted(graph.find_modules_directly_imported_by(importer))
            if self._is_out_of_order(importer.split("."), imported.split("."), rank)
        ]
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def _is_out_of_order(self, start: list[str], end: list[str], rank: dict[str, int]) -> bool:
        inside = start[:2] == end[:2] and start[0] == self.root and start[1] not in (self.left_out or ())
        if not inside or len(start) < 3 or len(end) < 3:
            return False
        return start[2] in rank and end[2] in rank and rank[end[2]] > rank[start[2]]

    def render_broken_contract(self, check: ContractCheck) -> None:
        for line in check.metadata["broken"]:
            output.print_error(line)
