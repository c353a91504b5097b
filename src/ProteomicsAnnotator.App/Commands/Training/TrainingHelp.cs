namespace ProteomicsAnnotator.App.Commands.Training;

internal static class TrainingHelp
{
    public const string Text = """
        ./launch.sh training DIR --form csv|parquet|swc|cellfinder [options]

          Writes what a model is trained on into DIR, which is not there yet or is empty, with manifest.json: counts, what was
          left out and why, and the SHA-256 of every file. Blocks without a label, and ties without a final label, are left out.

          --form csv           labels.csv: the columns of the table, and label, final_label, posterior, n_votes, split, cluster
          --form parquet       labels.parquet: the same with the distributions of votes and posteriors
          --form swc           one point a file, in accepted and rejected; needs --accept, and positions
          --form cellfinder    cubes of 20 x 50 x 50 voxels, training.yaml and points.xml; needs the same
          --table FILE.csv     the pipeline's table: a column block or block_id, and z, y, x where a form needs positions and
                               blocks are no points of a volume, which have their own
          --within MICROMETRES rows of the table have z, y and x and no block: the nearest point counts, one to one
          --voxels             such positions are in voxels of the finest level; or --micrometres, or --voxel-size X,Y,Z
          --accept CLASS       by name or number, as often as needed; all other classes are rejected
          --split 80/10/10     percent of train, validation and test; 80/20 and 100 are fine
          --by tile            clusters that stay together: tile (the folder a block lies in, as usual), animal (its first
                               folder), a number (so many folders) or none
          --seed N             another division of the same clusters (1)
          --cube-names pcell   of cellfinder's cubes: pcell (pCellz10y522x392Ch0.tif) or xyz (x392_y522_z10Ch0.tif)
          --signal CHANNEL     by name (the first one)
          --background CHANNEL by name, or none (the second one, where there is one)
          --exclude NAME       leave this annotator's votes out; as often as needed. A name that nobody has is an error.
          --demo               of the demo's data

          Exit code 0: complete; 1: something could not be read, does not fit or could not be written, and is named; 2: wrong
          options or configuration.
        """;
}
