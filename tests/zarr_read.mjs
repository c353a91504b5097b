// Reads with zarrita the arrays that zarr_boxes.py wrote, and compares the boxes of boxes.json with voxels.bin.
//     node zarr_read.mjs VIEWER FOLDER      VIEWER: the folder whose node_modules hold zarrita
// Prints "N compared, N different", then what differs. Left out is what zarrita 0.7 does not read: an index at the
// start of its shard, 16-bit floats, and booleans (transposed ones, and those said to be big-endian, come out mixed up).
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [viewer, folder] = process.argv.slice(2);
const zarr = await import(pathToFileURL(join(viewer, "node_modules/zarrita/dist/src/index.js")).href);

class Files {
  constructor(root) {
    this.root = root;
  }

  async get(key) {
    const path = join(this.root, key);
    return existsSync(path) ? new Uint8Array(readFileSync(path)) : undefined;
  }

  async getRange(key, range) {
    const bytes = await this.get(key);
    const first = range.suffixLength === undefined ? Number(range.offset) : bytes?.length - Number(range.suffixLength);
    return bytes?.slice(first, range.suffixLength === undefined ? first + Number(range.length) : undefined);
  }
}

const json = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : null);

function describe(box) {
  const store = join(folder, box.store);
  const image = json(join(store, ".zattrs")) ?? json(join(store, "zarr.json"))?.attributes.ome;
  const axes = image?.multiscales ? image.multiscales[0].axes.map((axis) => axis.name) : ["z", "y", "x"];
  const path = image?.multiscales ? join(store, `s${box.level}`) : store;
  const metadata = json(join(path, "zarr.json")) ?? json(join(path, ".zarray"));
  const type = metadata.data_type ?? metadata.dtype.slice(1);
  const first = metadata.codecs?.[0].configuration ?? {};
  const isBoolean = type === "bool" || type === "b1";
  const isRead = first.index_location !== "start" && !["float16", "f2"].includes(type) && !isBoolean;
  return { axes, path, isRead, bytes: isBoolean || /^u(int8|1)$/.test(type) ? 1 : /^u(int16|2)$/.test(type) ? 2 : 4 };
}

function numberAt(array, axes, place) {
  let at = 0;
  for (const [i, axis] of axes.entries()) {
    if (place[axis] < 0 || place[axis] >= array.shape[i]) {
      return 0;
    }
    at += place[axis] * array.stride[i];
  }
  return Number(array.data.get ? array.data.get(at) : array.data[at]);
}

function isEqual(box, array, axes, expected, bytes) {
  let i = 0;
  for (let z = box.start[0]; z < box.start[0] + box.size[0]; z++) {
    for (let y = box.start[1]; y < box.start[1] + box.size[1]; y++) {
      for (let x = box.start[2]; x < box.start[2] + box.size[2]; x++, i += bytes) {
        const right = bytes === 1 ? expected[i] : bytes === 2 ? expected.readUInt16LE(i) : expected.readFloatLE(i);
        if (Math.fround(numberAt(array, axes, { z, y, x, c: box.channel, t: 0 })) !== right) {
          return false;
        }
      }
    }
  }
  return true;
}

const voxels = readFileSync(join(folder, "voxels.bin"));
const arrays = new Map();
const different = [];
let compared = 0;
let at = 0;
for (const box of json(join(folder, "boxes.json"))) {
  const { axes, path, isRead, bytes } = describe(box);
  const expected = voxels.subarray(at, at + box.size[0] * box.size[1] * box.size[2] * bytes);
  at += expected.length;
  if (!isRead) {
    continue;
  }
  if (!arrays.has(path)) {
    arrays.set(path, await zarr.get(await zarr.open(zarr.root(new Files(path)), { kind: "array" })));
  }
  compared++;
  if (!isEqual(box, arrays.get(path), axes, expected, bytes)) {
    different.push(JSON.stringify(box));
  }
}

console.log([`${compared} compared, ${different.length} different`, ...different].join("\n"));
