/* The print button, which without scripts is the browser's own. */
export default function print(element: HTMLElement): void {
  element.hidden = false;
  element.addEventListener("click", () => window.print());
}
