using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ProteomicsAnnotator.Core.Blocks;

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
    /// A classic little-endian TIFF with one page per slice, all directories ahead of all pixels, and ImageJ's words
    /// for voxels of 0.5 micrometres.
    /// </summary>
    /// <param name="path">The file to create.</param>
    /// <param name="voxels">128^3 little-endian uint16 in axis order (Z, Y, X).</param>
    public static void WriteStack(string path, ReadOnlySpan<byte> voxels)
    {
        const int Pages = DemoCanvas.Size;
        const int Entries = 13;
        const int DirectoryBytes = 2 + (Entries * 12) + 4;
        const int PageBytes = DemoCanvas.Size * DemoCanvas.Size * sizeof(ushort);
        byte[] words = Encoding.ASCII.GetBytes(
            $"ImageJ=1.54f\nimages={Pages}\nslices={Pages}\nunit=micron\nspacing=0.5\nloop=false\n\0");
        int resolutionAt = 8 + (Pages * DirectoryBytes);
        int wordsAt = resolutionAt + 8;
        int pixelsAt = (wordsAt + words.Length + 15) / 16 * 16;
        byte[] head = new byte[pixelsAt];
        "II*\0"u8.CopyTo(head);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(4), 8);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(resolutionAt), 2);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(resolutionAt + 4), 1);
        words.CopyTo(head.AsSpan(wordsAt));
        for (int page = 0; page < Pages; page++)
        {
            (int Tag, int Type, int Count, int Value)[] entries =
            [
                (256, 3, 1, DemoCanvas.Size), (257, 3, 1, DemoCanvas.Size), (258, 3, 1, 16), (259, 3, 1, 1),
                (262, 3, 1, 1), (270, 2, words.Length, wordsAt), (273, 4, 1, pixelsAt + (page * PageBytes)),
                (277, 3, 1, 1), (278, 3, 1, DemoCanvas.Size), (279, 4, 1, PageBytes), (282, 5, 1, resolutionAt),
                (283, 5, 1, resolutionAt), (296, 3, 1, 1),
            ];
            Span<byte> directory = head.AsSpan(8 + (page * DirectoryBytes), DirectoryBytes);
            int next = page == Pages - 1 ? 0 : 8 + ((page + 1) * DirectoryBytes);
            WriteDirectory(directory, entries, next);
        }

        using FileStream file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        file.Write(head);
        file.Write(voxels);
    }

    /// <summary>NumPy array of float64, shape (N, 3), columns z, y, x.</summary>
    public static void WritePoints(string path, IReadOnlyList<FocusPoint> points)
    {
        const int HeaderBytes = 118;
        string words = string.Create(
            CultureInfo.InvariantCulture,
            $"{{'descr': '<f8', 'fortran_order': False, 'shape': ({points.Count}, 3), }}");
        byte[] numbers = new byte[points.Count * 3 * sizeof(double)];
        for (int i = 0; i < points.Count; i++)
        {
            Span<byte> row = numbers.AsSpan(i * 3 * sizeof(double));
            BinaryPrimitives.WriteDoubleLittleEndian(row, points[i].Z);
            BinaryPrimitives.WriteDoubleLittleEndian(row[8..], points[i].Y);
            BinaryPrimitives.WriteDoubleLittleEndian(row[16..], points[i].X);
        }

        byte[] header = Encoding.ASCII.GetBytes(words.PadRight(HeaderBytes - 1) + "\n");
        File.WriteAllBytes(path, [0x93, .. "NUMPY"u8, 1, 0, HeaderBytes, 0, .. header, .. numbers]);
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

    private static void WriteDirectory(
        Span<byte> directory, (int Tag, int Type, int Count, int Value)[] entries, int next)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(directory, (ushort)entries.Length);
        for (int i = 0; i < entries.Length; i++)
        {
            Span<byte> entry = directory[(2 + (i * 12))..];
            BinaryPrimitives.WriteUInt16LittleEndian(entry, (ushort)entries[i].Tag);
            BinaryPrimitives.WriteUInt16LittleEndian(entry[2..], (ushort)entries[i].Type);
            BinaryPrimitives.WriteInt32LittleEndian(entry[4..], entries[i].Count);
            BinaryPrimitives.WriteInt32LittleEndian(entry[8..], entries[i].Value);
        }

        BinaryPrimitives.WriteInt32LittleEndian(directory[(2 + (entries.Length * 12))..], next);
    }
}
