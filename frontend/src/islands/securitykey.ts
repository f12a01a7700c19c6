/* A security key (WebAuthn): the button asks the device, the answer goes into the form's hidden field, the form goes off.

   On a form with data-securitykey="create" or "get" and data-options, the id of the JSON that the page carries. */
import { announce, say } from "../words";

type Json = Record<string, any>;

const bytes = (text: string): ArrayBuffer => {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0)).buffer;
};

const text = (buffer: ArrayBuffer | null): string | undefined => {
  if (!buffer) return undefined;
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
};

const known = (list: Json[] | undefined): any[] => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

async function asked(mode: string, options: Json): Promise<PublicKeyCredential | null> {
  const key = options.publicKey;
  if (mode === "create") {
    const user = { ...key.user, id: bytes(key.user.id) };
    const publicKey = { ...key, user, challenge: bytes(key.challenge), excludeCredentials: known(key.excludeCredentials) };
    return (await navigator.credentials.create({ publicKey })) as PublicKeyCredential | null;
  }
  const publicKey = { ...key, challenge: bytes(key.challenge), allowCredentials: known(key.allowCredentials) };
  return (await navigator.credentials.get({ publicKey })) as PublicKeyCredential | null;
}

function told(credential: PublicKeyCredential): Json {
  const given = credential.response as AuthenticatorAttestationResponse & AuthenticatorAssertionResponse;
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment ?? undefined,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: {
      clientDataJSON: text(given.clientDataJSON),
      attestationObject: text(given.attestationObject ?? null),
      authenticatorData: text(given.attestationObject ? null : given.authenticatorData),
      signature: text(given.signature ?? null),
      userHandle: text(given.userHandle ?? null),
      transports: given.getTransports?.(),
    },
  };
}

export default function securitykey(element: HTMLElement): void {
  const form = element as HTMLFormElement;
  const button = form.querySelector<HTMLButtonElement>("[data-securitykey-press]");
  const trouble = form.querySelector<HTMLElement>("[data-securitykey-trouble]");
  const field = form.querySelector<HTMLInputElement>("input[name=credential]");
  const source = document.getElementById(form.dataset.options ?? "");
  if (!button || !field || !source) return;
  const say_so = (words: string): void => {
    if (trouble) trouble.textContent = words;
    announce(words);
  };
  if (!window.PublicKeyCredential) return say_so(say("keyMissing"));
  button.hidden = false;
  field.value = "";
  form.addEventListener("submit", async (event) => {
    if (field.value) return;
    event.preventDefault();
    say_so(say("keyWaiting"));
    try {
      const credential = await asked(form.dataset.securitykey ?? "get", JSON.parse(source.textContent ?? "{}"));
      if (!credential) throw new Error("none");
      field.value = JSON.stringify(told(credential));
      form.requestSubmit();
    } catch (error) {
      say_so(say((error as Error).name === "SecurityError" ? "keyAddress" : "keyRefused"));
    }
  });
}
