using Parquet;
using Parquet.Schema;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Tests.Agreement;

namespace ProteomicsAnnotator.Core.Tests.Export;

public class ParquetExportTests
{
    [Fact]
    public async Task Labels_ReadBack_AreTheLabels()
    {
        byte[] bytes = await ParquetExport.LabelsAsync(Reviews.ProjectSmall(), Contexts.Small, TestContext.Current.CancellationToken);

        await using ParquetReader reader = await ParquetReader.CreateAsync(
            new MemoryStream(bytes), cancellationToken: TestContext.Current.CancellationToken);
        using ParquetRowGroupReader group = reader.OpenRowGroupReader(0);
        DataField[] fields = reader.Schema.GetDataFields();
        int count = (int)group.RowCount;
        var users = new string?[count];
        var labels = new int?[count];
        var times = new DateTime?[count];
        await group.ReadAsync(Field("username"), users.AsMemory(), cancellationToken: TestContext.Current.CancellationToken);
        await group.ReadAsync<int>(Field("label"), labels.AsMemory(), cancellationToken: TestContext.Current.CancellationToken);
        await group.ReadAsync<DateTime>(Field("annotated_at"), times.AsMemory(), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(28, count);
        Assert.Equal(["alice", "bob", "carol", "alice"], users.Take(4));
        Assert.Equal([1, 1, 1, 1, 2, 2], labels.Take(6));
        Assert.Equal(Reviews.Noon.AddMinutes(1).UtcDateTime, times[3]);

        DataField Field(string name) => fields.Single(field => field.Name == name);
    }

    [Fact]
    public async Task Labels_SameTable_GivesTheSameBytes()
    {
        CancellationToken ct = TestContext.Current.CancellationToken;

        Assert.Equal(
            await ParquetExport.LabelsAsync(Reviews.ProjectSmall(), Contexts.Small, ct),
            await ParquetExport.LabelsAsync(Reviews.ProjectSmall(), Contexts.Small, ct));
    }

    [Fact]
    public async Task Labels_NothingLabelled_IsAReadableFile()
    {
        byte[] bytes = await ParquetExport.LabelsAsync(
            Reviews.Table([], []), Contexts.Small, TestContext.Current.CancellationToken);

        await using ParquetReader reader = await ParquetReader.CreateAsync(
            new MemoryStream(bytes), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(26, reader.Schema.GetDataFields().Length);
    }

    [Fact]
    public async Task History_Clears_AreNulls() => Assert.NotEmpty(
        await ParquetExport.HistoryAsync(Contexts.Small.History!, TestContext.Current.CancellationToken));
}
