using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace ProteomicsAnnotator.Core.Volumes.Tiff;

/// <summary>
/// OME-TIFF: OME-XML in the first page's description says which page is which (channel, z, t). Of several images the
/// first is read. Source: the OME-TIFF specification of the Open Microscopy Environment.
/// </summary>
internal sealed class OmeStack
{
    private const int MostPlanes = 1 << 20;
    private readonly TiffInput _input;
    private readonly XElement _root;
    private readonly XElement _pixels;
    private readonly int _depth;
    private readonly int _channels;
    private readonly int _pages;

    private OmeStack(TiffInput input, XElement root, int pages)
    {
        _input = input;
        _root = root;
        _pages = pages;
        _pixels = Children(root, "Image").SelectMany(image => Children(image, "Pixels")).FirstOrDefault()
            ?? throw input.Unsupported(
                Children(root, "BinaryOnly").Any()
                    ? "The OME metadata of this file is in another file."
                    : "The OME metadata describes no image.");
        _depth = Size("SizeZ");
        _channels = Size("SizeC");
        int times = Size("SizeT");
        if (times > 1)
        {
            throw input.Unsupported($"The OME file has a time axis of {times} points, expected 1.");
        }

        if ((long)_depth * _channels > MostPlanes)
        {
            throw input.Corrupt($"The OME file announces {_channels} channels x {_depth} planes.");
        }
    }

    public static bool Matches(string description)
    {
        string start = description.TrimStart();
        return (start.StartsWith("<?xml", StringComparison.Ordinal) || start.StartsWith("<OME", StringComparison.Ordinal))
            && start.Contains("<OME", StringComparison.Ordinal);
    }

    /// <summary>Counts every directory of the chain, as OME's IFD numbers do.</summary>
    public static StackPlan Plan(string description, IReadOnlyList<TiffDirectory> everyPage) =>
        new OmeStack(everyPage[0].Input, Parse(description, everyPage[0].Input), everyPage.Count).Plan(everyPage[0]);

    private static XElement Parse(string description, TiffInput input)
    {
        try
        {
            var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
            using var reader = XmlReader.Create(new StringReader(description.Trim()), settings);
            return XDocument.Load(reader).Root ?? throw input.Corrupt("The OME metadata is empty.");
        }
        catch (XmlException e)
        {
            throw input.Corrupt($"The OME metadata is no sound XML: {e.Message}", e);
        }
    }

    private static IEnumerable<XElement> Children(XElement parent, string name) =>
        parent.Elements().Where(child => child.Name.LocalName == name);

    private StackPlan Plan(TiffDirectory first)
    {
        if (_pixels.Attribute("SizeX")?.Value is string width && width != $"{first.Integer(TiffTag.ImageWidth, 0)}")
        {
            throw _input.Corrupt(
                $"The OME metadata announces {width} pixels a row, the first page has "
                + $"{first.Integer(TiffTag.ImageWidth, 0)}.");
        }

        int images = Children(_root, "Image").Count();
        List<string?> names = [.. Children(_pixels, "Channel").Select(channel => channel.Attribute("Name")?.Value)];
        return new StackPlan
        {
            Channels = _channels,
            Depth = _depth,
            Planes = ReadPlanes(),
            Names = names.Count == _channels ? names : [],
            CountsEveryPage = true,
            VoxelSizeUm = ReadVoxelSize() ?? ResolutionTags.Read(first),
            Notice = images > 1 ? $"The file holds {images} images; this is the first." : null,
        };
    }

    private int[] ReadPlanes()
    {
        int[] pages = new int[_channels * _depth];
        Array.Fill(pages, -1);
        bool zFirst = ReadOrder();
        List<XElement> entries = [.. Children(_pixels, "TiffData")];
        if (entries.Count == 0)
        {
            entries.Add(new XElement("TiffData"));
        }

        foreach (XElement entry in entries)
        {
            Place(entry, zFirst, pages);
        }

        int missing = pages.Count(page => page < 0);
        if (missing > 0)
        {
            throw _input.Corrupt(
                $"The OME metadata announces {_channels} channels x {_depth} planes; {missing} of them have no page.");
        }

        return pages;
    }

    /// <summary>Whether Z runs faster than C where one entry stands for several planes.</summary>
    private bool ReadOrder()
    {
        string order = _pixels.Attribute("DimensionOrder")?.Value ?? "XYZCT";
        int z = order.IndexOf('Z', StringComparison.Ordinal);
        int c = order.IndexOf('C', StringComparison.Ordinal);
        return z >= 0 && c >= 0 ? z < c : throw _input.Corrupt($"The OME metadata has the dimension order {order}.");
    }

    private void Place(XElement entry, bool zFirst, int[] pages)
    {
        CheckOwnFile(entry);
        int page = Number(entry, "IFD", 0);
        int z = Number(entry, "FirstZ", 0);
        int c = Number(entry, "FirstC", 0);
        int whenMissing = entry.Attribute("IFD") is null ? Math.Min(pages.Length, _pages) : 1;
        int count = Number(entry, "PlaneCount", Number(entry, "NumPlanes", whenMissing));
        if (z >= _depth || c >= _channels || count > pages.Length || (long)page + count > _pages)
        {
            throw _input.Corrupt(
                $"The OME metadata places {count} planes from page {page + 1} at z {z}, channel {c}; the file has "
                + $"{_pages} pages, {_depth} planes and {_channels} channels.");
        }

        int start = zFirst ? (c * _depth) + z : (z * _channels) + c;
        for (int i = 0; i < count && start + i < pages.Length; i++)
        {
            int n = start + i;
            int at = zFirst ? n : (n % _channels * _depth) + (n / _channels);
            pages[at] = page + i;
        }
    }

    /// <summary>Planes may lie in other files; the same UUID as the document's means this one, whatever its name.</summary>
    private void CheckOwnFile(XElement entry)
    {
        XElement? uuid = Children(entry, "UUID").FirstOrDefault();
        string? own = _root.Attribute("UUID")?.Value.Trim();
        string? name = uuid?.Attribute("FileName")?.Value;
        bool isOwn = uuid is null
            || (own is not null ? uuid.Value.Trim() == own : name is null || name == Path.GetFileName(_input.Path));
        if (!isOwn)
        {
            throw _input.Unsupported($"The OME file keeps planes in another file, {name ?? uuid?.Value}.");
        }
    }

    private int Size(string name) => Number(_pixels, name, 1) is int size and > 0
        ? size
        : throw _input.Corrupt($"The OME metadata has {name} 0, expected at least 1.");

    private int Number(XElement element, string name, int whenMissing)
    {
        if (element.Attribute(name)?.Value is not string text)
        {
            return whenMissing;
        }

        return int.TryParse(text, CultureInfo.InvariantCulture, out int number) && number >= 0
            ? number
            : throw _input.Corrupt($"The OME metadata has {name} \"{text}\", expected a number.");
    }

    private VoxelSize? ReadVoxelSize() =>
        Length("PhysicalSizeX") is double x && Length("PhysicalSizeY") is double y
            ? new VoxelSize(Length("PhysicalSizeZ"), y, x)
            : null;

    private double? Length(string name)
    {
        double? unit = LengthUnits.Micrometres(_pixels.Attribute($"{name}Unit")?.Value ?? "um");
        return unit is not null
            && double.TryParse(_pixels.Attribute(name)?.Value, CultureInfo.InvariantCulture, out double length)
            && double.IsFinite(length) && length > 0 ? length * unit : null;
    }
}
