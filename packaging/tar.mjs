// A tar archive (POSIX ustar) whose bytes follow from its entries alone: no owner, no time but the one given.
import { gzipSync } from "node:zlib";

const block = 512;
const modes = { folder: 0o755, program: 0o755, file: 0o644 };

/** @param entries sorted; each with `name` (folders end in "/"), `kind` ("folder", "program", "file"), `bytes`. */
export function tarGz(entries, seconds) {
  const parts = entries.flatMap((entry) => [header(entry, seconds), entry.bytes, padding(entry.bytes.length)]);
  const packed = gzipSync(Buffer.concat([...parts, Buffer.alloc(2 * block)]), { level: 9 });
  // Which system packed it does not matter: "unknown" (RFC 1952).
  packed[9] = 255;
  return packed;
}

function header(entry, seconds) {
  const bytes = Buffer.alloc(block);
  const [prefix, name] = split(entry.name);
  bytes.write(name, 0, 100);
  bytes.write(octal(modes[entry.kind], 8), 100);
  bytes.write(octal(0, 8), 108);
  bytes.write(octal(0, 8), 116);
  bytes.write(octal(entry.bytes.length, 12), 124);
  bytes.write(octal(seconds, 12), 136);
  bytes.write("        ", 148);
  bytes.write(entry.kind === "folder" ? "5" : "0", 156);
  bytes.write("ustar\u000000", 257);
  bytes.write("root", 265);
  bytes.write("root", 297);
  bytes.write(prefix, 345, 155);
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  bytes.write(`${sum.toString(8).padStart(6, "0")}\u0000 `, 148);
  return bytes;
}

/** Names of more than 100 bytes are cut at a slash into what ustar calls prefix and name. */
function split(name) {
  if (Buffer.byteLength(name) <= 100) {
    return ["", name];
  }
  const slash = name.indexOf("/", name.length - 101);
  if (slash < 1 || slash > 155 || slash === name.length - 1) {
    throw new Error(`${name}: too long for a tar archive; shorten the name.`);
  }
  return [name.slice(0, slash), name.slice(slash + 1)];
}

const octal = (number, length) => `${number.toString(8).padStart(length - 1, "0")}\u0000`;
const padding = (length) => Buffer.alloc((block - (length % block)) % block);
