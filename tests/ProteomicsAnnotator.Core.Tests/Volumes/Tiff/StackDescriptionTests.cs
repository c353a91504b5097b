using System.Text;
using ProteomicsAnnotator.Core.Volumes;
using ProteomicsAnnotator.Core.Volumes.Tiff;

namespace ProteomicsAnnotator.Core.Tests.Volumes.Tiff;

/// <summary>What a file's description makes of its pages. Page n begins with the number 100 n.</summary>
public sealed class StackDescriptionTests : IDisposable
{
    private const string Schema = "http://www.openmicroscopy.org/Schemas/OME/2016-06";
    private readonly string _folder = Directory.CreateTempSubdirectory("descriptions-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("<OME>", "</OME>", "")]
    [InlineData($"<OME xmlns='{Schema}'>", "</OME>", "")]
    [InlineData($"<x:OME xmlns:x='{Schema}'>", "</x:OME>", "x:")]
    [InlineData($"<?xml version='1.0' encoding='UTF-16'?><!-- written by --><a.b:OME xmlns:a.b='{Schema}'>", "</a.b:OME>", "a.b:")]
    [InlineData("  \n<OME xmlns='http://www.openmicroscopy.org/XMLschemas/OME/FC/ome.xsd'>", "</OME>", "")]
    [InlineData($"<o:OME xmlns:o='{Schema}' xmlns='urn:another'>", "</o:OME>", "o:")]
    public void Open_OmeUnderAnyPrefix_FollowsItsOrder(string begin, string end, string prefix)
    {
        string pixels = $"<{prefix}Image><{prefix}Pixels DimensionOrder='XYCZT' SizeX='4' SizeY='3' SizeZ='3' SizeC='2' SizeT='1'>"
            + $"<{prefix}TiffData/></{prefix}Pixels></{prefix}Image>";
        AssertPlanes(begin + pixels + end, 6, [0, 200, 400], [100, 300, 500]);
    }

    [Theory]
    [InlineData("SCIFIO=0.43.0\naxes=X,Y,Channel,Z\nlengths=4,3,2,3\nimages=6\n", new[] { 0, 200, 400 }, new[] { 100, 300, 500 })]
    [InlineData("SCIFIO=0.43.0\naxes=X,Y,Z,Channel\nlengths=4,3,3,2\nimages=6\n", new[] { 0, 100, 200 }, new[] { 300, 400, 500 })]
    [InlineData("SCIFIO=0.43.0\r\naxes=X,Y,Time,Channel\r\nlengths=4,3,3,2\r\nimages=6\r\n", new[] { 0, 100, 200 }, new[] { 300, 400, 500 })]
    [InlineData("SCIFIO=0.43.0\nimages=6\nchannels=2\nslices=3\n", new[] { 0, 200, 400 }, new[] { 100, 300, 500 })]
    [InlineData("images=6\nchannels=2\nslices=3\n", new[] { 0, 200, 400 }, new[] { 100, 300, 500 })]
    [InlineData("ImageJ=1.53t\nchannels=2\nframes=3\n", new[] { 0, 200, 400 }, new[] { 100, 300, 500 })]
    [InlineData("{\"shape\": [2, 3, 3, 4], \"axes\": \"CTYX\"}", new[] { 0, 100, 200 }, new[] { 300, 400, 500 })]
    [InlineData("{\"shape\": [2, 3, 30, 40], \"axes\": \"CZYX\"}", new[] { 0, 100, 200 }, new[] { 300, 400, 500 })]
    public void Open_AxesByName_ArePlacedInTheirOrder(string description, int[] first, int[] second) =>
        AssertPlanes(description, 6, first, second);

    [Theory]
    [InlineData("ImageJ=1.53t\nimages=6\nslices=3\nframes=2\n", "time axis of 2 points beside 3 slices")]
    [InlineData("SCIFIO=1\naxes=X,Y,Z,Lifetime\nlengths=4,3,3,2\nimages=6\n", "2 (Lifetime)")]
    [InlineData("{\"shape\": [3, 2, 3, 4], \"axes\": \"ZTYX\"}", "time axis of 2 points beside 3 slices")]
    [InlineData("{\"shape\": [3, 2, 3, 4], \"axes\": \"ZRYX\"}", "2 (R)")]
    [InlineData("<OME><Image><Pixels SizeZ='3' SizeT='2' SizeC='1'><TiffData/></Pixels></Image></OME>", "time axis of 2 points beside 3 slices")]
    [InlineData("{\"shape\": [7, 3, 4]}", "announces 7 planes")]
    [InlineData("ImageJ=1.53t\nimages=7\nslices=7\n", "announces 7 images")]
    [InlineData("<OME><Image><Pixels SizeZ='7' SizeC='1'><TiffData/></Pixels></Image></OME>", "1 of them have no page")]
    [InlineData("<OME><Image><Pixels SizeZ='3'></Image></OME>", "no sound XML")]
    public void Open_MoreThanOneLongAxisOrTooFewPages_IsRefusedByName(string description, string words)
    {
        string path = new DescribedTiff { Pages = 6, Text = description }.WriteTo(Path.Combine(_folder, "a.tif"));
        TiffException fault = Assert.Throws<TiffException>(() => TiffReader.Open(path));
        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Taken on Monday with the new lens", "Taken on Monday")]
    [InlineData("exposure=200 ms\ngain=3", "exposure=200 ms")]
    [InlineData("channels=2\nby=the old software", "channels=2")]
    [InlineData("<?xml version='1.0'?><Leica><OME/></Leica>", "<Leica>")]
    [InlineData("<x:OME xmlns:x='urn:of-somebody-else'/>", "<x:OME")]
    [InlineData("<no title>", "<no title>")]
    [InlineData("{\"lens\": \"20x\"}", "{\"lens\": \"20x\"}")]
    public void Open_DescriptionNotUnderstood_IsAPlainStackAndSaysSo(string description, string quoted)
    {
        VolumeChannel channel = AssertPlanes(description, 3, [0, 100, 200])[0];
        Assert.Contains("is not understood", channel.Metadata.Notice, StringComparison.Ordinal);
        Assert.Contains(quoted, channel.Metadata.Notice, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_DescriptionInLatin1_IsReadAsSuch()
    {
        byte[] latin = Encoding.Latin1.GetBytes("ImageJ=1.53t\nimages=3\nslices=3\nunit=\u00B5m\nspacing=0.5\n\0");
        string path = new DescribedTiff { Pages = 3, Description = latin }.WriteTo(Path.Combine(_folder, "a.tif"));
        Assert.Null(TiffReader.Open(path).Channels[0].Metadata.Notice);
    }

    [Theory]
    [InlineData("ImageJ=1.53t\nimages=2\nslices=2\n")]
    [InlineData("{\"shape\": [2, 3, 4]}")]
    [InlineData("{\"shape\": [2, 30, 40]}")]
    [InlineData("<OME><Image><Pixels SizeZ='2'><TiffData IFD='0' PlaneCount='2'/></Pixels></Image></OME>")]
    public void Open_PagesAppendedBehindTheStack_AreLeftOutAndSaid(string description)
    {
        VolumeChannel channel = AssertPlanes(description, 5, [0, 100])[0];
        Assert.Contains("holds 5 pages", channel.Metadata.Notice, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_OmeSetWithChannelsOfSeveralFiles_TakesItsOwnByUuidWhateverTheName()
    {
        const string Others = "<TiffData FirstC='0' IFD='0' PlaneCount='2'><UUID FileName='a.tif'>urn:1</UUID></TiffData>"
            + "<TiffData FirstC='1' IFD='0' PlaneCount='2'><UUID FileName='c.tif'>urn:2</UUID></TiffData>"
            + "<TiffData FirstC='2' IFD='2' PlaneCount='2'><UUID FileName='c.tif'>urn:2</UUID></TiffData>";
        string description = "<OME UUID='urn:2'><Image><Pixels DimensionOrder='XYZCT' SizeZ='2' SizeC='3'>"
            + $"<Channel Name='a'/><Channel Name='b'/><Channel Name='c'/>{Others}</Pixels></Image></OME>";

        IReadOnlyList<VolumeChannel> channels = AssertPlanes(description, 4, [0, 100], [200, 300]);

        Assert.Equal(["b", "c"], channels.Select(channel => channel.Name), StringComparer.Ordinal);
        Assert.Contains("channels 2, 3 of the 3", channels[0].Metadata.Notice, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_OmeSetOverTime_ShowsTheTimePointThatIsHere()
    {
        const string Entries = "<TiffData FirstT='0' IFD='0' PlaneCount='2'><UUID FileName='x'>urn:0</UUID></TiffData>"
            + "<TiffData FirstT='1' IFD='0' PlaneCount='2'><UUID FileName='y'>urn:1</UUID></TiffData>";
        VolumeChannel channel = AssertPlanes(
            $"<OME UUID='urn:1'><Image><Pixels SizeZ='2' SizeT='2'>{Entries}</Pixels></Image></OME>", 2, [0, 100])[0];
        Assert.Contains("time point 2 of 2", channel.Metadata.Notice, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_OmeChannelSpreadOverFiles_IsRefused()
    {
        const string Entries = "<TiffData FirstZ='0' IFD='0' PlaneCount='1'><UUID FileName='x'>urn:0</UUID></TiffData>"
            + "<TiffData FirstZ='1' IFD='0' PlaneCount='1'><UUID FileName='y'>urn:1</UUID></TiffData>";
        string path = new DescribedTiff
        {
            Text = $"<OME UUID='urn:1'><Image><Pixels SizeZ='2'>{Entries}</Pixels></Image></OME>",
        }.WriteTo(Path.Combine(_folder, "a.tif"));
        TiffException fault = Assert.Throws<TiffException>(() => TiffReader.Open(path));
        Assert.Equal(ChannelFaultKind.Unsupported, fault.Kind);
        Assert.Contains("in another file, x", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_OmeEntryWithFirstZ_ChannelsFirst_CountsFromThere()
    {
        const string Entries = "<TiffData FirstZ='1' FirstC='0' IFD='0' PlaneCount='4'/><TiffData IFD='4' PlaneCount='2'/>";
        AssertPlanes(
            $"<OME><Image><Pixels DimensionOrder='XYCZT' SizeZ='3' SizeC='2'>{Entries}</Pixels></Image></OME>",
            6,
            [400, 0, 200],
            [500, 100, 300]);
    }

    [Theory]
    [InlineData("<a>", 60_000)]
    [InlineData("<a>", 2_000_000)]
    [InlineData("<a b='c'><!-- d -->", 200_000)]
    [InlineData("<x:a xmlns:x='urn:x'>", 200_000)]
    public void Open_OmeNestedDeep_IsRefusedAtTheLimit(string element, int times)
    {
        string text = $"<OME xmlns='{Schema}'>" + string.Concat(Enumerable.Repeat(element, times));
        string path = new DescribedTiff { Text = text }.WriteTo(Path.Combine(_folder, "a.tif"));
        TiffException fault = Assert.Throws<TiffException>(() => TiffReader.Open(path));
        Assert.True(fault.Message.Contains("nested", StringComparison.Ordinal) || fault.Message.Contains("MiB", StringComparison.Ordinal), fault.Message);
    }

    [Theory]
    [InlineData("SizeX='40' SizeY='3'")]
    [InlineData("SizeX='4' SizeY='30'")]
    public void Open_OmeOfAnotherPageSize_TakesThePagesAndSaysSo(string size)
    {
        VolumeChannel channel = AssertPlanes(
            $"<OME><Image><Pixels {size} SizeZ='2'><TiffData/></Pixels></Image></OME>", 2, [0, 100])[0];
        Assert.Contains("the pages have 3 x 4", channel.Metadata.Notice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<OME {0}/>", "a{0}='>' ")]
    [InlineData("<OME xmlns:n='urn:n'><!-- <'> --><n:b {0}/></OME>", "n:a{0}=\"\" ")]
    [InlineData("<OME {0}><x0:b/></OME>", "xmlns:x{0}='u' ")]
    [InlineData("<OME><![CDATA[<\"]]><b {0}", "a{0}='' ")]
    public void Open_OmeElementOfEndlessAttributes_IsRefusedBeforeItIsParsed(string document, string attribute)
    {
        string attributes = string.Concat(Enumerable.Range(0, 300_000)
            .Select(i => string.Format(System.Globalization.CultureInfo.InvariantCulture, attribute, i)));
        string text = string.Format(System.Globalization.CultureInfo.InvariantCulture, document, attributes);
        string path = new DescribedTiff { Text = text }.WriteTo(Path.Combine(_folder, "a.tif"));
        TiffException fault = Assert.Throws<TiffException>(() => TiffReader.Open(path));
        Assert.Contains("more than 1000 attributes", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_OmeThatPlacesPlanesOverAndOver_IsRefused()
    {
        string text = "<OME><Image><Pixels SizeZ='1000'>" + string.Concat(Enumerable.Repeat("<TiffData/>", 400_000))
            + "</Pixels></Image></OME>";
        string path = new DescribedTiff { Pages = 1000, Text = text }.WriteTo(Path.Combine(_folder, "a.tif"));
        TiffException fault = Assert.Throws<TiffException>(() => TiffReader.Open(path));
        Assert.Contains("places 1000 planes", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NobodyWaits_EndsReading()
    {
        string path = new DescribedTiff { Pages = 3, Text = "<OME/>" }.WriteTo(Path.Combine(_folder, "a.tif"));
        using var leaving = new CancellationTokenSource();
        leaving.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => TiffReader.Open(path, cancellationToken: leaving.Token));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(5)]
    public void Open_ThumbnailsAndMasksBetweenPages_AreNoPlanes(int subfile)
    {
        string path = new DescribedTiff { Pages = 5, Subfile = page => page % 2 == 1 ? subfile : 0 }
            .WriteTo(Path.Combine(_folder, "a.tif"));
        var reader = TiffReader.Open(path);
        using Volume volume = reader.Read(0, TestContext.Current.CancellationToken);
        Assert.Equal([0, 200, 400], DescribedTiff.FirstVoxels(volume.Voxels.Span, 24).Select(voxel => (int)voxel));
    }

    private IReadOnlyList<VolumeChannel> AssertPlanes(string description, int pages, params int[][] channels)
    {
        string path = new DescribedTiff { Pages = pages, Text = description }.WriteTo(Path.Combine(_folder, "a.tif"));
        var reader = TiffReader.Open(path);
        Assert.Equal(channels.Length, reader.Channels.Count);
        for (int c = 0; c < channels.Length; c++)
        {
            using Volume volume = reader.Read(c, TestContext.Current.CancellationToken);
            Assert.Equal(channels[c], DescribedTiff.FirstVoxels(volume.Voxels.Span, 24).Select(voxel => (int)voxel));
        }

        return reader.Channels;
    }
}
