/* A button that ticks every row of its form, and unticks them again. */
export default function pickall(element: HTMLElement): void {
  const form = element.closest("form");
  if (!form) return;
  element.hidden = false;
  element.addEventListener("click", () => {
    const boxes = [...form.querySelectorAll<HTMLInputElement>('input[name="pick"]')];
    const tick = boxes.some((box) => !box.checked);
    boxes.forEach((box) => (box.checked = tick));
  });
}
