using System.Runtime.Versioning;
using System.Text;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ProteomicsAnnotator.App.Tests.Hosting;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Predictions;
using ProteomicsAnnotator.Core.Share;

namespace ProteomicsAnnotator.App.Tests.Endpoints;

/// <summary>What a model says is nowhere where an annotator looks: every call that is theirs, the page, every file that their accounts read.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class HiddenPredictionsTests
{
    private const string Model = "unmistakable";
    private const string Score = "0.8765432123";

    [Fact]
    public async Task Predictions_AreInNoAnswerAndNoFileOfAnnotators_AndChangeNoOrder()
    {
        await using TestProgram program = await TestProgram.StartAsync();
        using HttpClient bob = await program.SignedInClientAsync("bob");
        (string Path, string Body)[] before = await AnswersAsync(program, bob);

        string admin = Directory.CreateDirectory(Path.Combine(program.AnnotationsRoot, "admin")).FullName;
        File.SetUnixFileMode(admin, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        PredictionTable table = PredictionReader.Read(Encoding.UTF8.GetBytes($"block,class,score\nblock_0001,2,{Score}\n"), new PredictionRequest(LabelClasses.Default) { HasOurNumbers = true }).Table;
        PredictionOutcome outcome = PredictionFiles.Of(program.Services.GetRequiredService<LabelShare>().Root).Store(new ModelName(Model, "1"), table, ("boss", LabelClasses.Default.Names), dryRun: false);
        Assert.Equal(PredictionPlace.New, outcome.Place);

        (string Path, string Body)[] after = await AnswersAsync(program, bob);
        Assert.NotEmpty(after);
        Assert.Equal(before.Select(answer => answer.Path), after.Select(answer => answer.Path));
        Assert.All(after, answer => AssertHidden(answer.Path, answer.Body));
        Assert.Equal(before.Single(answer => answer.Path == "/api/blocks").Body, after.Single(answer => answer.Path == "/api/blocks").Body);
        Assert.Equal(QueueIn(before), QueueIn(after));

        string[] files = Directory.GetFiles(program.AnnotationsRoot, "*", SearchOption.AllDirectories);
        Assert.Contains(files, file => file.StartsWith(admin + "/predictions/", StringComparison.Ordinal));
        Assert.All(
            files.Where(file => !file.StartsWith(admin + "/", StringComparison.Ordinal) && !file.Contains("/history/admin/", StringComparison.Ordinal)),
            file => AssertHidden(file, File.ReadAllText(file)));
    }

    /// <summary>Without a plan it says so; each answer has a trace id of its own.</summary>
    private static string QueueIn((string Path, string Body)[] answers) => answers.Single(answer => answer.Path == "/api/queue").Body.Split("\"traceId\"")[0];

    private static void AssertHidden(string where, string text)
    {
        Assert.False(text.Contains(Model, StringComparison.Ordinal) || text.Contains(Score, StringComparison.Ordinal), where);
        Assert.DoesNotContain("predictions/", text, StringComparison.Ordinal);
    }

    /// <summary>Of every GET that the program maps and that is not an admin's, also of those that are yet to come.</summary>
    private static async Task<(string Path, string Body)[]> AnswersAsync(TestProgram program, HttpClient client)
    {
        string[] paths =
        [
            .. program.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
                .Where(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") != false)
                .Where(endpoint => endpoint.Metadata.GetMetadata<ITagsMetadata>()?.Tags.Contains("admin") != true)
                .Select(endpoint => "/" + (endpoint.RoutePattern.RawText ?? "").Trim('/'))
                .Where(path => path == "/" || path.StartsWith("/api/", StringComparison.Ordinal))
                .Select(path => path.Replace("{channel}", "0", StringComparison.Ordinal).Replace("{**block}", "block_0001", StringComparison.Ordinal).Replace("{username}", "bob", StringComparison.Ordinal))
                .Distinct().Order(StringComparer.Ordinal),
        ];
        Assert.DoesNotContain(paths, path => path.Contains("predictions", StringComparison.Ordinal));
        var answers = new List<(string, string)>();
        foreach (string path in paths)
        {
            answers.Add((path, Encoding.Latin1.GetString(await BodyAsync(client, path))));
        }

        return [.. answers];
    }

    /// <summary>Whatever the status is.</summary>
    private static async Task<byte[]> BodyAsync(HttpClient client, string path)
    {
        using HttpResponseMessage response = await client.GetAsync(new Uri(path, UriKind.Relative));
        return await response.Content.ReadAsByteArrayAsync();
    }
}
