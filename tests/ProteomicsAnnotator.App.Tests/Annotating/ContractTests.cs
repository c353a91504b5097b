using System.Text.Json;
using System.Text.Json.Nodes;
using ProteomicsAnnotator.App.Annotating.Viewer;
using ProteomicsAnnotator.App.Components;

namespace ProteomicsAnnotator.App.Tests.Annotating;

/// <summary>
/// What page and program say to each other is tests/vectors/contract.json; contract.test.ts holds the viewer's side to it.
/// </summary>
public sealed class ContractTests
{
    /// <summary>As Blazor's JS interop has them.</summary>
    private static readonly JsonSerializerOptions Interop = new(JsonSerializerDefaults.Web) { MaxDepth = 32 };

    private static readonly JsonNode Contract = Read();

    public static TheoryData<string> Records =>
        [.. typeof(ShowRequest).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(ShowRequest).Namespace && type.IsPublic && !type.IsEnum)
            .Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(Records))]
    public void Record_OfTheContract_IsReadAndWrittenAsItIs(string name)
    {
        Type type = typeof(ShowRequest).Assembly.GetType($"{typeof(ShowRequest).Namespace}.{name}")!;
        JsonArray? examples = Contract["records"]![name]?.AsArray();
        Assert.True(examples is { Count: > 0 }, $"tests/vectors/contract.json has no example of {name}; it needs one, and contract.test.ts too.");
        foreach (JsonNode? example in examples!)
        {
            string written = JsonSerializer.Serialize(example.Deserialize(type, Interop), type, Interop);
            Assert.True(JsonNode.DeepEquals(example, JsonNode.Parse(written)), $"{name}: expected {example}, found {written}");
        }
    }

    [Fact]
    public void EveryExample_IsOfARecord() => Assert.Empty(
        Contract["records"]!.AsObject().Select(record => record.Key).Except(Records.Select(row => row.Data)));

    [Fact]
    public void LastPicture_Stays_AsLongAsTheViewerHasIt() =>
        Assert.Equal(Contract["last_picture_ms"]!.GetValue<double>(), Workspace.PictureFirst.TotalMilliseconds);

    private static JsonNode Read()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string path = Path.Combine(at.FullName, "tests", "vectors", "contract.json");
            if (File.Exists(path))
            {
                return JsonNode.Parse(File.ReadAllText(path))!;
            }
        }

        throw new InvalidOperationException("tests/vectors/contract.json is not above the tests.");
    }
}
