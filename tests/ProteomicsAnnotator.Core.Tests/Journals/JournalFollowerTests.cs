using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Storage;

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

    private static byte[] Line(int seq) => System.Text.Encoding.UTF8.GetBytes(
        FormattableString.Invariant($$"""{"seq":{{seq}},"clock":{{seq}},"at":"2024-01-02T10:30:00+00:00","block":"block_0001","label":1,"was":null}""") + "\n");

    private void Write(long offset, byte[] bytes)
    {
        using FileStream file = new(Journal, FileMode.Open, FileAccess.Write);
        file.Seek(offset, SeekOrigin.Begin);
        file.Write(bytes);
    }
}
