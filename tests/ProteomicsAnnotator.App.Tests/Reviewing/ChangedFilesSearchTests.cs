using ProteomicsAnnotator.App.Reviewing;
using ProteomicsAnnotator.App.Tests.SigningIn;

namespace ProteomicsAnnotator.App.Tests.Reviewing;

public sealed class ChangedFilesSearchTests : IAsyncLifetime
{
    private readonly ReviewFolder _folder = new(3);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Fact]
    public async Task Look_OneBlockOnAMountThatNeverAnswers_NamesItAndFindsTheOthers()
    {
        for (int block = 1; block <= 3; block++)
        {
            _folder.Decide("bob", block, 1, ("a.tif", "4711-1"));
        }

        ReviewSession review = await _folder.OpenAsync("ann");
        using var mount = SilentMount.TryCreate(Path.Combine(_folder.DataRoot, ReviewFolder.Id(2).Value));
        Assert.SkipWhen(mount is null, "needs Linux, root and FUSE");

        await review.ChangedFiles.SearchAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

        Assert.Equal([1, 2, 3], review.ChangedFiles.Found!.Select(label => int.Parse(label.Block.Value[^4..], System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Contains("does not answer", review.ChangedFiles.Found![1].Now, StringComparison.Ordinal);
    }
}
