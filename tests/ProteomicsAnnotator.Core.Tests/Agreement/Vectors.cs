using System.Text.Json.Nodes;

namespace ProteomicsAnnotator.Core.Tests.Agreement;

internal static class Vectors
{
    public static string PathOf(string name)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, "tests", "vectors", name);
            if (File.Exists(path))
            {
                return path;
            }
        }

        throw new FileNotFoundException("tests/vectors is above the test program's folder", name);
    }

    public static JsonObject Json(string name) => JsonNode.Parse(File.ReadAllText(PathOf(name)))!.AsObject();

    /// <summary>[item][rater], null = no label.</summary>
    public static IReadOnlyList<IReadOnlyList<int?>> Items(JsonNode node) =>
        [.. node.AsArray().Select(item => (IReadOnlyList<int?>)[.. item!.AsArray().Select(label => label?.GetValue<int>())])];

    /// <summary>One text per coder, '.' = no label; returns [item][coder].</summary>
    public static IReadOnlyList<IReadOnlyList<int?>> Items(params string[] coders)
    {
        int?[][] rows = [.. coders.Select(coder => coder.Split(' ').Select(label => label == "." ? (int?)null : int.Parse(label)).ToArray())];
        return [.. Enumerable.Range(0, rows[0].Length).Select(item => (IReadOnlyList<int?>)[.. rows.Select(row => row[item])])];
    }
}
