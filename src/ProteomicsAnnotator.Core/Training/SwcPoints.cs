using System.Globalization;
using System.Text;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Export;

namespace ProteomicsAnnotator.Core.Training;

/// <summary>One point a file in the SWC form (Cannon et al. 1998): id, type, x, y, z, radius, parent; in folders by part and answer.</summary>
public static class SwcPoints
{
    public const string AcceptedFolder = "accepted";
    public const string RejectedFolder = "rejected";

    /// <summary>In the order of the blocks. Each row has a position.</summary>
    public static IEnumerable<ExportedFile> AllOf(TrainingSet set, TrainingRequest request) => set.Rows.Select(row => new ExportedFile(
        $"{request.Parts.Names[row.Part]}/{(request.Accepted.Contains(row.Label) ? AcceptedFolder : RejectedFolder)}/{row.Block.Value}.swc",
        Encoding.UTF8.GetBytes(TextOf(row, request)),
        1));

    private static string TextOf(TrainingRow row, TrainingRequest request)
    {
        FocusPoint at = request.PositionOf(row.Block)!.Value;
        string unit = request.Points(row.Block) is null ? "coordinates and unit as in the table that was given" : "coordinates in voxels of the finest level";
        return string.Create(CultureInfo.InvariantCulture, $"# {row.Block.Value}, label {row.Label}; {unit}\n1 0 {at.X:R} {at.Y:R} {at.Z:R} 1 -1\n");
    }
}
