/* Photos of a form: seen before they are sent, taken out again, made smaller on the phone. The input itself stays the truth. */
import { announce, make, say } from "../words";

const SIDE = 2560;

async function smaller(file: File, side: number): Promise<File> {
  if (!/^image\/(jpeg|png|webp)$/.test(file.type) || typeof createImageBitmap !== "function") return file;
  try {
    const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
    if (scale === 1 && file.size < 3 * 1024 * 1024) return file;
    const canvas = make("canvas");
    canvas.width = Math.round(bitmap.width * scale);
    canvas.height = Math.round(bitmap.height * scale);
    canvas.getContext("2d")?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", 0.86));
    return blob && blob.size < file.size ? new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" }) : file;
  } catch {
    return file;
  }
}

export default function photos(element: HTMLElement): void {
  const found = element instanceof HTMLInputElement ? element : element.querySelector<HTMLInputElement>("input[type=file]");
  if (!found || typeof DataTransfer === "undefined") return;
  const input = found;
  const most = Number(input.dataset.most ?? 9);
  const megabytes = Number(input.dataset.mb ?? 20);
  const shown = make("ul", "picked");
  const told = make("p", "field-help");
  told.setAttribute("role", "status");
  input.after(shown, told);
  let held: File[] = [];

  const write = (): void => {
    const data = new DataTransfer();
    held.forEach((file) => data.items.add(file));
    input.files = data.files;
    input.dispatchEvent(new CustomEvent("photos:changed", { bubbles: true }));
  };
  const draw = (): void => {
    shown.querySelectorAll("img").forEach((img) => URL.revokeObjectURL(img.src));
    shown.replaceChildren(
      ...held.map((file, i) => {
        const row = make("li");
        const img = make("img");
        img.src = URL.createObjectURL(file);
        img.alt = say("photo", { n: i + 1 });
        const out = make("button", "", "×");
        out.type = "button";
        out.setAttribute("aria-label", `${say("remove")} ${i + 1}`);
        out.addEventListener("click", () => {
          held = held.filter((other) => other !== file);
          write();
          draw();
          (shown.querySelector("button") ?? input).focus();
        });
        row.append(img, out);
        return row;
      }),
    );
  };
  const add = async (files: File[]): Promise<void> => {
    const refused: string[] = [];
    for (const file of files) {
      if (!file.type.startsWith("image/")) refused.push(say("notPhoto", { name: file.name }));
      else if (held.length >= most) {
        refused.push(say("tooMany", { n: most }));
        break;
      } else {
        const made = await smaller(file, Number(input.dataset.side ?? SIDE));
        if (made.size > megabytes * 1024 * 1024) refused.push(say("tooLarge", { name: file.name, n: megabytes }));
        else held.push(made);
      }
    }
    told.textContent = refused.join(" ");
    if (refused.length) announce(told.textContent);
    write();
    draw();
  };

  input.addEventListener("change", () => void add([...(input.files ?? [])]));
  input.addEventListener("photos:put", () => {
    held = [...(input.files ?? [])].slice(0, most);
    draw();
  });
  if (input.files?.length) {
    held = [...input.files];
    draw();
  }
}
