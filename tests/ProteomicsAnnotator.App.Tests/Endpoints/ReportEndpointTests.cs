using System.Net;
using System.Net.Http.Json;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using ProteomicsAnnotator.App.Commands;
using ProteomicsAnnotator.App.Commands.Reporting;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.App.Tests.Hosting;
using ProteomicsAnnotator.Core.Share;

namespace ProteomicsAnnotator.App.Tests.Endpoints;

/// <summary>The report over HTTP is the command's, byte for byte.</summary>
public sealed class ReportEndpointTests : IAsyncLifetime
{
    private readonly string _target = Path.Combine(Directory.CreateTempSubdirectory("annotator-report-").FullName, "report");
    private TestProgram _program = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _program = await TestProgram.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _program.DisposeAsync();
        Directory.Delete(Path.GetDirectoryName(_target)!, recursive: true);
    }

    [Fact]
    public async Task Report_OverHttp_IsWhatTheCommandWrites()
    {
        using HttpClient alice = await _program.SignedInClientAsync("alice");
        using HttpClient bob = await _program.SignedInClientAsync("bob");
        (await alice.PutAsJsonAsync("/api/labels/block_0001", new { label = 1 }, Ct)).EnsureSuccessStatusCode().Dispose();
        (await bob.PutAsJsonAsync("/api/labels/block_0001", new { label = 2 }, Ct)).EnsureSuccessStatusCode().Dispose();
        Assert.True((await _program.Services.GetRequiredService<LabelShare>().FlushAsync(TimeSpan.FromMinutes(1))).FilesWritten);
        Assert.Equal(ExitCode.Ok, await ReportCommand.RunAsync(_program.Services.GetRequiredService<AnnotatorOptions>(), [_target], Ct));

        using HttpResponseMessage answer = await alice.GetAsync("/api/export/report.zip", Ct);

        Assert.Equal((HttpStatusCode.OK, "report.zip"), (answer.StatusCode, answer.Content.Headers.ContentDisposition!.FileName));
        Dictionary<string, byte[]> files = ExportedFiles.Unzipped(await answer.Content.ReadAsByteArrayAsync(Ct));
        Assert.Equal(Directory.GetFiles(_target, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(_target, file)).Order(StringComparer.Ordinal), files.Keys.Order(StringComparer.Ordinal));
        Assert.All(files, file => Assert.Equal(Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(_target, file.Key))), Encoding.UTF8.GetString(file.Value)));
        Assert.Contains("2 labels by 2 annotators", Encoding.UTF8.GetString(files["report.html"]), StringComparison.Ordinal);
        byte[] mapped = await alice.GetByteArrayAsync("/api/export/report.zip?map=2=1", Ct);
        Assert.Contains("labels of class 2 count as of class 1", Encoding.UTF8.GetString(ExportedFiles.Unzipped(mapped)["report.html"]), StringComparison.Ordinal);
        using HttpResponseMessage others = await bob.GetAsync("/api/export/report.zip", Ct);
        Assert.Equal(HttpStatusCode.Forbidden, others.StatusCode);
    }
}
