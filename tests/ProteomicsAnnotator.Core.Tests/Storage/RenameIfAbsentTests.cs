using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Tests.Storage;

public sealed class RenameIfAbsentTests : IDisposable
{
    private const int Rounds = 500;
    private const int Programs = 4;

    private readonly string _folder = Directory.CreateTempSubdirectory("rename-").FullName;
    private readonly FileOperations _files = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task ManyAtOnce_TheFirstWinsAndTheOthersFail()
    {
        for (int round = 0; round < Rounds; round++)
        {
            string target = Path.Combine(_folder, $"{round}");
            using var start = new Barrier(Programs);
            bool[] won = await Task.WhenAll(Enumerable.Range(0, Programs).Select(program => Task.Factory.StartNew(
                () => TryRename(start, $"{target}.{program}", target), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

            string winner = Assert.Single(Enumerable.Range(0, Programs).Where(program => won[program]).Select(program => $"{target}.{program}"));
            Assert.Equal(winner, await File.ReadAllTextAsync(target, TestContext.Current.CancellationToken));
            Assert.False(File.Exists(winner));
        }
    }

    [Fact]
    public void AnExistingTarget_StaysWithItsContent()
    {
        (string from, string to) = (Path.Combine(_folder, "from"), Path.Combine(_folder, "to"));
        File.WriteAllBytes(from, "new"u8);
        File.WriteAllBytes(to, "old"u8);

        Assert.ThrowsAny<IOException>(() => _files.RenameIfAbsent(from, to));

        Assert.Equal("old", File.ReadAllText(to));
        Assert.Equal("new", File.ReadAllText(from));
    }

    private bool TryRename(Barrier start, string from, string to)
    {
        File.WriteAllBytes(from, System.Text.Encoding.UTF8.GetBytes(from));
        start.SignalAndWait();
        try
        {
            _files.RenameIfAbsent(from, to);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
