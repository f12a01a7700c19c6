/* A bar that offers to undo for some seconds; it waits while someone points at it or has it focused. */
export default function undo(element: HTMLElement): void {
  let left = Number(element.dataset.seconds ?? 8);
  const count = element.querySelector<HTMLElement>("[data-count]");
  const show = (): void => {
    if (count) count.textContent = ` ${left}`;
  };
  show();
  const timer = window.setInterval(() => {
    if (element.matches(":hover, :focus-within")) return;
    left -= 1;
    show();
    if (left <= 0) {
      window.clearInterval(timer);
      element.remove();
    }
  }, 1000);
}
