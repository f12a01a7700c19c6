/* Looks for the nonce that makes SHA-256("<challenge>:<nonce>") start with enough zero bits. */
import { leadingZeros, sha256 } from "./sha256";

const bytes = new TextEncoder();

self.onmessage = (event: MessageEvent<{ challenge: string; bits: number }>) => {
  const { challenge, bits } = event.data;
  for (let nonce = 0; ; nonce += 1) {
    if (leadingZeros(sha256(bytes.encode(`${challenge}:${nonce}`))) >= bits) {
      self.postMessage(String(nonce));
      return;
    }
  }
};
