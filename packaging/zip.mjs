// A zip archive whose bytes follow from its entries alone (PKWARE APPNOTE 6.3, without zip64: below 4 GiB).
import { deflateRawSync } from "node:zlib";

const modes = { folder: 0o040755, program: 0o100755, file: 0o100644 };
const utf8Names = 0x0800;
const madeOnUnix = 0x0314;

/** @param entries sorted; each with `name` (folders end in "/"), `kind` ("folder", "program", "file"), `bytes`. */
export function zip(entries, seconds) {
  const time = dosTime(seconds);
  const local = [];
  const central = [];
  let offset = 0;
  for (const entry of entries) {
    const packed = entry.kind === "folder" ? entry.bytes : deflateRawSync(entry.bytes, { level: 9 });
    const name = Buffer.from(entry.name);
    const shared = common(entry, packed, name, time);
    const head = Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), shared]);
    local.push(head, name, packed);
    central.push(centralHeader(entry, shared, offset), name);
    offset += head.length + name.length + packed.length;
  }
  const directory = Buffer.concat(central);
  return Buffer.concat([...local, directory, end(entries.length, directory.length, offset)]);
}

/** What the header before an entry and the one in the directory have in common, 26 bytes. */
function common(entry, packed, name, time) {
  const bytes = Buffer.alloc(26);
  bytes.writeUInt16LE(20, 0);
  bytes.writeUInt16LE(utf8Names, 2);
  bytes.writeUInt16LE(entry.kind === "folder" ? 0 : 8, 4);
  bytes.writeUInt32LE(time, 6);
  bytes.writeUInt32LE(crc32(entry.bytes), 10);
  bytes.writeUInt32LE(packed.length, 14);
  bytes.writeUInt32LE(entry.bytes.length, 18);
  bytes.writeUInt16LE(name.length, 22);
  return bytes;
}

function centralHeader(entry, shared, offset) {
  const bytes = Buffer.alloc(46);
  bytes.set([0x50, 0x4b, 1, 2], 0);
  bytes.writeUInt16LE(madeOnUnix, 4);
  shared.copy(bytes, 6);
  bytes.writeUInt32LE(modes[entry.kind] * 0x10000 + (entry.kind === "folder" ? 0x10 : 0), 38);
  bytes.writeUInt32LE(offset, 42);
  return bytes;
}

function end(count, length, offset) {
  const bytes = Buffer.alloc(22);
  bytes.set([0x50, 0x4b, 5, 6], 0);
  bytes.writeUInt16LE(count, 8);
  bytes.writeUInt16LE(count, 10);
  bytes.writeUInt32LE(length, 12);
  bytes.writeUInt32LE(offset, 16);
  return bytes;
}

/** Seconds of 1970 in UTC as MS-DOS has them: time in the lower 16 bits, date above; not before 1980. */
function dosTime(seconds) {
  const at = new Date(Math.max(seconds, 315532800) * 1000);
  const day = ((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate();
  const time = (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1);
  return day * 0x10000 + time;
}

const crcs = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) {
    crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return crc;
});

function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc = (crc >>> 8) ^ crcs[(crc ^ byte) & 0xff];
  }
  return ~crc >>> 0;
}
