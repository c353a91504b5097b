using System.Xml;

namespace ProteomicsAnnotator.Core.Volumes.Tiff.Descriptions;

/// <summary>
/// The used part of an OME-XML document: the root, and the first image's pixels with their channels and planes. Read in
/// one pass without a tree, so that neither nesting nor length costs more than the text is long.
/// </summary>
internal sealed class OmeDocument
{
    /// <summary>Deeper than any schema of OME's; what annotations hold is never looked into.</summary>
    private const int DeepestElement = 256;
    private const int MostAttributes = 1000;
    private const int NodesBetweenLooks = 4096;
    private const string Namespace = "openmicroscopy.org";
    private readonly Dictionary<string, string> _pixels = new(StringComparer.Ordinal);
    private OmeEntry? _entry;
    private bool _inFirstPixels;

    private OmeDocument()
    {
    }

    /// <summary>The root's UUID attribute: what entries for this very file bear.</summary>
    public string? Uuid { get; private set; }

    public int Images { get; private set; }

    /// <summary>True when an image with pixels is described here.</summary>
    public bool HasPixels { get; private set; }

    /// <summary>The companion file of a BinaryOnly document, "" when it has no name; null when there is no such element.</summary>
    public string? MetadataFile { get; private set; }

    public List<string?> ChannelNames { get; } = [];

    public List<OmeEntry> Entries { get; } = [];

    /// <summary>An attribute of Pixels.</summary>
    public string? Pixels(string name) => _pixels.GetValueOrDefault(name);

    /// <summary>Null when the text is no OME-XML: other XML, or none that can be read as far as its first element.</summary>
    /// <exception cref="TiffException">OME-XML that is broken or nested too deep.</exception>
    public static OmeDocument? TryRead(string text, TiffInput input)
    {
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            IgnoreWhitespace = true,
        };
        if (XmlTags.MostAttributes(text, MostAttributes) > MostAttributes)
        {
            throw input.Unsupported($"The description has an element of more than {MostAttributes} attributes; it is not read.");
        }

        using var reader = XmlReader.Create(new StringReader(text), settings);
        var document = new OmeDocument();
        bool isOme = false;
        try
        {
            reader.MoveToContent();
            isOme = reader.NodeType == XmlNodeType.Element && reader.LocalName == "OME"
                && (reader.NamespaceURI.Length == 0
                    || reader.NamespaceURI.Contains(Namespace, StringComparison.OrdinalIgnoreCase));
            if (!isOme)
            {
                return null;
            }

            document.Read(reader, input);
            return document;
        }
        catch (XmlException e)
        {
            return isOme ? throw input.Corrupt($"The OME metadata is no sound XML: {e.Message}", e) : null;
        }
    }

    private void Read(XmlReader reader, TiffInput input)
    {
        Uuid = reader.GetAttribute("UUID")?.Trim();
        for (int nodes = 1; reader.Read(); nodes++)
        {
            if (nodes % NodesBetweenLooks == 0)
            {
                input.ThrowIfCancelled();
            }

            if (reader.Depth > DeepestElement)
            {
                throw input.Unsupported(
                    $"The OME metadata is nested more than {DeepestElement} elements deep; it is not read.");
            }

            Take(reader);
        }
    }

    private void Take(XmlReader reader)
    {
        switch (reader.NodeType)
        {
            case XmlNodeType.Element when reader.Depth == 1:
                TakeTop(reader);
                break;
            case XmlNodeType.Element when reader.Depth == 2 && reader.LocalName == "Pixels" && Images > 0 && !HasPixels:
                HasPixels = true;
                _inFirstPixels = !reader.IsEmptyElement;
                TakeAttributes(reader);
                break;
            case XmlNodeType.EndElement when reader.Depth == 2:
                _inFirstPixels = false;
                break;
            case XmlNodeType.Element when reader.Depth == 3 && _inFirstPixels:
                TakePart(reader);
                break;
            case XmlNodeType.Element when reader.Depth == 4 && _entry is not null && reader.LocalName == "UUID":
                _entry.FileName = reader.GetAttribute("FileName");
                _entry.Uuid = "";
                break;
            case XmlNodeType.Text or XmlNodeType.CDATA when reader.Depth == 5 && _entry is { Uuid: not null }:
                _entry.Uuid = reader.Value.Trim();
                break;
            case XmlNodeType.EndElement when reader.Depth == 3:
                _entry = null;
                break;
        }
    }

    private void TakeTop(XmlReader reader)
    {
        if (reader.LocalName == "Image")
        {
            Images++;
        }
        else if (reader.LocalName == "BinaryOnly")
        {
            MetadataFile = reader.GetAttribute("MetadataFile") ?? "";
        }
    }

    private void TakeAttributes(XmlReader reader)
    {
        while (reader.MoveToNextAttribute())
        {
            _pixels.TryAdd(reader.LocalName, reader.Value);
        }

        reader.MoveToElement();
    }

    private void TakePart(XmlReader reader)
    {
        if (reader.LocalName == "Channel")
        {
            ChannelNames.Add(reader.GetAttribute("Name"));
        }
        else if (reader.LocalName == "TiffData")
        {
            var entry = new OmeEntry
            {
                Ifd = reader.GetAttribute("IFD"),
                PlaneCount = reader.GetAttribute("PlaneCount") ?? reader.GetAttribute("NumPlanes"),
                FirstZ = reader.GetAttribute("FirstZ"),
                FirstC = reader.GetAttribute("FirstC"),
                FirstT = reader.GetAttribute("FirstT"),
            };
            Entries.Add(entry);
            _entry = reader.IsEmptyElement ? null : entry;
        }
    }
}
