// predictions.parquet: a table of another writer (npm install hyparquet-writer), two groups of rows, a row without a class, a column of whole numbers.
//
//     node predictions_parquet.mjs
import { writeFileSync } from "node:fs";
import { parquetWriteBuffer } from "hyparquet-writer";

const columnData = [
  { name: "block", data: ["block_0001", "block_0002", "block_0003"], type: "STRING" },
  { name: "class", data: ["Cell", null, 'Artefact, "dim"'], type: "STRING" },
  { name: "p_1", data: [0.9, 0.25, 0.125], type: "DOUBLE" },
  { name: "p_2", data: [0.1, 0.75, 0.875], type: "FLOAT" },
  { name: "seen", data: [1n, 2n, 3n], type: "INT64" },
];
writeFileSync("predictions.parquet", Buffer.from(parquetWriteBuffer({ columnData, rowGroupSize: 2 })));
