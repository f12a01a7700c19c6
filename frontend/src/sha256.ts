/* SHA-256 of short texts, synchronous, because the browser's own is asynchronous and too slow when called a million times. */
const K = new Uint32Array(64);
const START = new Uint32Array(8);

function fill(): void {
  let found = 0;
  for (let n = 2; found < 64; n += 1) {
    let prime = true;
    for (let d = 2; d * d <= n; d += 1) if (n % d === 0) prime = false;
    if (!prime) continue;
    if (found < 8) START[found] = fraction(Math.sqrt(n));
    K[found] = fraction(Math.cbrt(n));
    found += 1;
  }
}

function fraction(x: number): number {
  return ((x - Math.floor(x)) * 0x100000000) >>> 0;
}

fill();
const W = new Uint32Array(64);

/** The eight words of the digest. */
export function sha256(message: Uint8Array): Uint32Array {
  const length = message.length;
  const blocks = ((length + 8) >> 6) + 1;
  const padded = new Uint8Array(blocks * 64);
  padded.set(message);
  padded[length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(blocks * 64 - 4, length * 8);
  const h = START.slice();
  for (let block = 0; block < blocks; block += 1) compress(view, block * 64, h);
  return h;
}

function compress(view: DataView, offset: number, h: Uint32Array): void {
  for (let i = 0; i < 16; i += 1) W[i] = view.getUint32(offset + i * 4);
  for (let i = 16; i < 64; i += 1) {
    const x = W[i - 15]!;
    const y = W[i - 2]!;
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    W[i] = (W[i - 16]! + s0 + W[i - 7]! + s1) | 0;
  }
  let [a, b, c, d, e, f, g, z] = h as unknown as [number, number, number, number, number, number, number, number];
  for (let i = 0; i < 64; i += 1) {
    const S1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (z + S1 + ((e & f) ^ (~e & g)) + K[i]! + W[i]!) | 0;
    const S0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (S0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [z, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
  }
  const next = [a, b, c, d, e, f, g, z];
  for (let i = 0; i < 8; i += 1) h[i] = (h[i]! + next[i]!) >>> 0;
}

export function leadingZeros(digest: Uint32Array): number {
  let zeros = 0;
  for (const word of digest) {
    if (word === 0) zeros += 32;
    else return zeros + Math.clz32(word);
  }
  return zeros;
}
