using System.Globalization;
using System.Text;
using System.Xml.Linq;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Export;

namespace ProteomicsAnnotator.Core.Training;

/// <summary>
/// What cellfinder trains from beside the cubes: <c>training.yaml</c> in the form of its curation, and the points as its XML, whose traits
/// <see cref="ChangedInXml"/> names: whole numbers from 1, type 2 for a cell and type 1 for no cell and for unknown alike.
/// </summary>
public static class CellfinderFiles
{
    public const string CellsFolder = "cells";
    public const string OthersFolder = "non_cells";

    /// <summary>Of the first part; the others are called by their names.</summary>
    public const string TrainingYaml = "training.yaml";

    private const int CellType = 2;
    private const int NoCellType = 1;

    /// <summary>The whole voxel of a position: a half goes up.</summary>
    public static CubePosition? VoxelOf(FocusPoint at)
    {
        double[] whole = [Math.Floor(at.Z + 0.5), Math.Floor(at.Y + 0.5), Math.Floor(at.X + 0.5)];
        return Array.TrueForAll(whole, value => value is >= 0 and <= int.MaxValue) ? new CubePosition((int)whole[0], (int)whole[1], (int)whole[2]) : null;
    }

    /// <param name="folder">Of the training set, absolute: cellfinder reads paths from the folder it is started in.</param>
    /// <param name="rows">Whose cubes were written.</param>
    /// <param name="request">How they are divided.</param>
    /// <param name="channels">1, or 2 with a background.</param>
    public static IEnumerable<ExportedFile> AllOf(string folder, IReadOnlyList<TrainingRow> rows, TrainingRequest request, int channels)
    {
        foreach ((int part, string name) in request.Parts.Names.Index())
        {
            TrainingRow[] own = [.. rows.Where(row => row.Part == part)];
            yield return new ExportedFile(part == 0 ? TrainingYaml : name + ".yaml", Encoding.UTF8.GetBytes(Yaml(folder, name, own, request, channels)), 1);
            yield return new ExportedFile($"{name}/points.xml", Encoding.UTF8.GetBytes(Xml(own, request)), own.Length);
        }
    }

    /// <summary>Blocks with a coordinate 0, which stands as 1 in the XML; the names of the cubes have it as it is.</summary>
    public static IReadOnlyList<BlockId> ChangedInXml(IEnumerable<TrainingRow> rows, TrainingRequest request) =>
        [.. rows.Where(row => request.VoxelOf(row.Block) is { } at && Math.Min(at.Z, Math.Min(at.Y, at.X)) == 0).Select(row => row.Block)];

    private static string Yaml(string folder, string part, TrainingRow[] rows, TrainingRequest request, int channels)
    {
        var text = new StringBuilder("data:\n");
        foreach ((string cubes, string type, bool accepted) in new[] { (CellsFolder, "cell", true), (OthersFolder, "no_cell", false) })
        {
            // cellfinder stops at a folder that is not there.
            if (!Array.Exists(rows, row => request.Accepted.Contains(row.Label) == accepted))
            {
                continue;
            }

            string path = System.IO.Path.Combine(folder, part, cubes).Replace("'", "''", StringComparison.Ordinal);
            text.Append(CultureInfo.InvariantCulture, $"- cube_dir: '{path}'\n  cell_def: ''\n  type: {type}\n  signal_channel: 0\n  bg_channel: {(channels > 1 ? 1 : -1)}\n");
        }

        return text.Length > "data:\n".Length ? text.ToString() : "data: []\n";
    }

    private static string Xml(TrainingRow[] rows, TrainingRequest request)
    {
        XElement[] types = [.. new[] { (Type: NoCellType, Accepted: false), (Type: CellType, Accepted: true) }.Select(kind => new XElement(
            "Marker_Type",
            new XElement("Type", kind.Type),
            rows.Where(row => request.Accepted.Contains(row.Label) == kind.Accepted).Select(row => MarkerOf(request.VoxelOf(row.Block)!.Value))))];
        var file = new XElement(
            "CellCounter_Marker_File",
            new XElement("Image_Properties", new XElement("Image_Filename", "placeholder.tif")),
            new XElement("Marker_Data", new XElement("Current_Type", NoCellType), types));
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + file.ToString().ReplaceLineEndings("\n") + "\n";
    }

    private static XElement MarkerOf(CubePosition at) => new(
        "Marker",
        new XElement("MarkerX", Math.Max(1, at.X)),
        new XElement("MarkerY", Math.Max(1, at.Y)),
        new XElement("MarkerZ", Math.Max(1, at.Z)));
}
