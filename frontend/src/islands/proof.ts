/* Proof of effort without a puzzle: the device works for a second or two while someone writes.

   <form data-island="proof" data-proof-challenge="…" data-proof-bits="18"> … <input type="hidden" name="proof">
   or any element inside the form, with data-proof-field="id of the field". The field gets the nonce, a decimal number, for which SHA-256 of "<challenge>:<nonce>" starts with that many zero bits.
   Without scripts the field stays empty and the server takes one such report an hour from an address, and few in all. */
import { announce, make, say } from "../words";

export default function proof(element: HTMLElement): void {
  const named = document.getElementById(element.dataset.proofField ?? "");
  const field = named instanceof HTMLInputElement ? named : element.querySelector<HTMLInputElement>('input[name="proof"]');
  const { proofChallenge: challenge, proofBits } = element.dataset;
  const form = element.closest("form");
  if (!form || !field || !challenge) return;
  let begun = false;
  let failed = false;
  let pressed: HTMLElement | null | undefined;
  const note = make("p", "field-help");
  note.setAttribute("role", "status");

  const done = (): void => {
    note.remove();
    if (pressed === undefined) return;
    const by = pressed;
    pressed = undefined;
    form.requestSubmit(by);
  };
  const begin = (): void => {
    if (begun) return;
    begun = true;
    try {
      const worker = new Worker(new URL("../proof-worker.ts", import.meta.url), { type: "module" });
      worker.onmessage = (event: MessageEvent<string>) => {
        field.value = event.data;
        worker.terminate();
        done();
      };
      worker.onerror = () => {
        failed = true;
        done();
      };
      worker.postMessage({ challenge, bits: Number(proofBits ?? 18) });
    } catch {
      failed = true;
    }
  };
  form.addEventListener("focusin", begin);
  form.addEventListener("pointerdown", begin);
  form.addEventListener(
    "submit",
    (event) => {
      begin();
      const aside = event.submitter instanceof HTMLButtonElement && event.submitter.formNoValidate;
      if (field.value || failed || aside) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      pressed = event.submitter;
      note.textContent = say("proofWorking");
      (event.submitter ?? form).before(note);
      announce(say("proofWorking"));
    },
    true,
  );
}
