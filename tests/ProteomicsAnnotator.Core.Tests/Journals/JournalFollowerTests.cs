using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Storage;
using ProteomicsAnnotator.Core.Tests.Storage;

namespace ProteomicsAnnotator.Core.Tests.Journals;

public sealed class JournalFollowerTests : IDisposable
{
    private const string Name = "20240102T080000Z-ws-7-ba9876543210";
    private readonly string _folder = Directory.CreateTempSubdirectory("follower-").FullName;

    private string Journal => Path.Combine(_folder, Name + ".jsonl");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Line_NotVisibleYet_IsReadOnceItIs_HoweverManyWereBeforeIt()
    {
        var follower = new JournalFollower(new JournalDirectory(new FileOperations(), new BoundedReads(TimeProvider.System), _folder));
        File.WriteAllBytes(Journal, "{\"format\":1}\n"u8.ToArray());
        Assert.Empty(follower.ReadNew().Events);

        for (int i = 1; i <= 8; i++)
        {
            byte[] line = Line(i);
            long start = new FileInfo(Journal).Length;
            Write(start, [.. new byte[line.Length - 1], (byte)'\n']);
            Assert.Empty(follower.ReadNew().Events);
            Write(start, line);
            Assert.Equal(i, Assert.Single(follower.ReadNew().Events).Id.Seq);
        }
    }

    [Fact]
    public void Line_ThatStaysUnreadable_IsGivenUp_AndNamed_AndThoseBehindItCount()
    {
        var follower = new JournalFollower(new JournalDirectory(new FileOperations(), new BoundedReads(TimeProvider.System), _folder));
        File.WriteAllBytes(Journal, [.. "{\"format\":1}\n"u8, .. Line(1), 0, 0, (byte)'\n', .. Line(2)]);

        HashSet<long> found = [];
        for (int i = 0; i < 10; i++)
        {
            found.UnionWith(follower.ReadNew().Events.Select(item => item.Id.Seq));
        }

        Assert.Equal([1, 2], found.Order());
        Assert.NotNull(follower.Journals.Single().TornNotice);
        Assert.Equal(new FileInfo(Journal).Length, follower.Journals.Single().Consumed);
    }

    /// <summary>Lines of labels are often equally long: a copy that has lost some and got others may be as long as what was read.</summary>
    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 1)]
    [InlineData(false, 3)]
    [InlineData(true, 3)]
    public void Copy_WithOtherLinesOfTheSameLength_IsReadAnew_AlsoWhereFilesHaveNoNumber(bool hidesNumbers, int others)
    {
        var files = new FaultyFiles { HidesNumbers = hidesNumbers, Renumbers = !hidesNumbers };
        var follower = new JournalFollower(new JournalDirectory(files, new BoundedReads(TimeProvider.System), _folder));
        File.WriteAllBytes(Journal, [.. "{\"format\":1}\n"u8, .. Line(1), .. Line(2)]);
        Assert.Equal([1, 2], follower.ReadNew().Events.Select(item => item.Id.Seq));
        Assert.False(follower.TakeLoss());

        File.Delete(Journal);
        File.WriteAllBytes(Journal, [.. "{\"format\":1}\n"u8, .. Line(1), .. Enumerable.Range(3, others).SelectMany(Line)]);
        File.SetLastWriteTimeUtc(Journal, File.GetLastWriteTimeUtc(Journal).AddSeconds(5));

        Assert.Equal([1, .. Enumerable.Range(3, others)], follower.ReadNew().Events.Select(item => (int)item.Id.Seq));
        Assert.True(follower.TakeLoss());
    }

    [Fact]
    public void Journal_ThatGrows_IsReadOnFromItsLastLine()
    {
        var files = new FaultyFiles { HidesNumbers = true };
        var follower = new JournalFollower(new JournalDirectory(files, new BoundedReads(TimeProvider.System), _folder));
        File.WriteAllBytes(Journal, "{\"format\":1}\n"u8.ToArray());
        for (int i = 1; i <= 5; i++)
        {
            Write(new FileInfo(Journal).Length, Line(i));

            Assert.Equal(i, Assert.Single(follower.ReadNew().Events).Id.Seq);
            Assert.False(follower.TakeLoss());
        }
    }

    private static byte[] Line(int seq) => System.Text.Encoding.UTF8.GetBytes(
        FormattableString.Invariant($$"""{"seq":{{seq}},"clock":{{seq}},"at":"2024-01-02T10:30:00+00:00","block":"block_0001","label":1,"was":null}""") + "\n");

    private void Write(long offset, byte[] bytes)
    {
        using FileStream file = new(Journal, FileMode.Open, FileAccess.Write);
        file.Seek(offset, SeekOrigin.Begin);
        file.Write(bytes);
    }
}
