// points.parquet: a table of another writer (npm install hyparquet-writer), two groups of rows, with columns of other types beside the points.
//
//     node points_parquet.mjs
import { writeFileSync } from "node:fs";
import { parquetWriteBuffer } from "hyparquet-writer";

const columnData = [
  { name: "id", data: ["a", "b", "7", null, "d", "n", "e"], type: "STRING", nullable: true },
  { name: "z", data: [10, 11, 12, 13, 14, 14, 15], type: "INT32" },
  { name: "y", data: [20.25, 21.5, 22, 23, null, NaN, 25], type: "DOUBLE", nullable: true },
  { name: "x", data: [30, 31, 32, 33, 34, 34, 35], type: "FLOAT" },
  { name: "score", data: Array(7).fill(0.5), type: "DOUBLE" },
  { name: "is_cell", data: [true, false, true, false, true, false, true], type: "BOOLEAN" },
  { name: "seen", data: Array(7).fill(new Date(0)), type: "TIMESTAMP" },
];
writeFileSync("points.parquet", Buffer.from(parquetWriteBuffer({ columnData, rowGroupSize: 4 })));
