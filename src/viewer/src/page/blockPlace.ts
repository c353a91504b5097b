/** Where the point of a block lies in its volume. */
export interface BlockPlace {
  /** "z 20, y 25, x 30 (50, 12.5, 2.5 µm)": the voxel of the finest level, and micrometres where they are known. */
  readonly text: string;
  /** C# has a link into Neuroglancer (command "neuroglancer"). */
  readonly hasLink: boolean;
}
