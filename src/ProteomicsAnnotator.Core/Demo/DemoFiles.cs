using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ProteomicsAnnotator.Core.Volumes;
using ProteomicsAnnotator.Core.Volumes.Tiff;

namespace ProteomicsAnnotator.Core.Demo;

/// <summary>The files of the demo as other programs would have written them.</summary>
internal static class DemoFiles
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>
    /// A TIFF of voxels of 0.5 micrometres.
    /// </summary>
    /// <param name="path">The file to create.</param>
    /// <param name="voxels">128^3 little-endian uint16 in axis order (Z, Y, X).</param>
    public static void WriteStack(string path, ReadOnlySpan<byte> voxels)
    {
        using FileStream file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        file.Write(TiffStack.Head(new VolumeShape(DemoCanvas.Size, DemoCanvas.Size, DemoCanvas.Size), VoxelType.UInt16, new VoxelSize(0.5, 0.5, 0.5)));
        file.Write(voxels);
    }

    public static void WriteConfiguration(string folder)
    {
        WriteJson(Path.Join(folder, "roles.json"), new JsonObject { ["admins"] = new JsonArray("admin") });
        var classes = new JsonArray();
        foreach ((string name, string color) in new[]
        {
            ("Cell body", "#35B56E"), ("Fibre", "#6390FF"), ("Puncta", "#F2913D"),
        })
        {
            classes.Add(new JsonObject { ["name"] = name, ["color"] = color });
        }

        WriteJson(Path.Join(folder, "classes.json"), new JsonObject
        {
            ["classes"] = classes,
            ["channel_names"] = new JsonArray("488", "561", "638"),
        });
    }

    /// <summary>Two annotators who agree on most blocks; neither has done all of them.</summary>
    public static void WriteLabels(string annotationsRoot)
    {
        string users = Directory.CreateDirectory(Path.Join(annotationsRoot, "users")).FullName;
        WriteUser(users, "mira", "12312132113231223321....", 9);
        WriteUser(users, "tomas", "121122321132212..3213122", 13);
    }

    /// <summary>One digit per block; a dot is a block without a label.</summary>
    private static void WriteUser(string folder, string username, string labels, int hour)
    {
        var start = new DateTimeOffset(2026, 1, 12, hour, 0, 0, TimeSpan.Zero);
        var annotations = new JsonObject();
        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i] != '.')
            {
                annotations[DemoData.Id(i).Value] = new JsonObject
                {
                    ["label"] = labels[i] - '0',
                    ["annotated_at"] = Time(start.AddSeconds(9 * (i + 1))),
                };
            }
        }

        WriteJson(Path.Join(folder, username + ".json"), new JsonObject
        {
            ["username"] = username,
            ["created_at"] = Time(start),
            ["updated_at"] = Time(start.AddSeconds(9 * (labels.TrimEnd('.').Length))),
            ["annotations"] = annotations,
        });
    }

    private static string Time(DateTimeOffset time) =>
        time.ToString("yyyy-MM-dd'T'HH:mm:ss'+00:00'", CultureInfo.InvariantCulture);

    private static void WriteJson(string path, JsonObject json) =>
        File.WriteAllBytes(path, [.. JsonSerializer.SerializeToUtf8Bytes(json, Indented), (byte)'\n']);
}
