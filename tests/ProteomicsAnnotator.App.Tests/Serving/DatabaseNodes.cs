using System.Net;
using System.Net.Http.Json;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using ProteomicsAnnotator.Core.Tests.Database;

namespace ProteomicsAnnotator.App.Tests.Serving;

/// <summary><c>serve</c> as processes on one database, each with folders of its own, and questions to the database that share nothing with the program.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class DatabaseNodes(PostgresServer server) : IAsyncDisposable
{
    private readonly List<ServedProgram> _nodes = [];
    private string? _text;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Started last, or meant to be.</summary>
    public ServedProgram Newest { get; private set; } = null!;

    /// <summary>A new node; with a database that is made for the first one.</summary>
    /// <param name="connections">Of its own for decisions.</param>
    /// <param name="more">Further variables, without their prefix.</param>
    public async Task<ServedProgram> StartAsync(int connections = 6, params (string Name, string Value)[] more)
    {
        Newest = new ServedProgram();
        _nodes.Add(Newest);
        return await Newest.StartAsync([.. await VariablesAsync(connections), .. more]);
    }

    /// <summary>The same account's folders, in another process.</summary>
    public async Task<ServedProgram> StartAgainAsync(ServedProgram node)
    {
        Newest = new ServedProgram(node.Program);
        return await Newest.StartAsync(await VariablesAsync(6));
    }

    public async Task<string> TextAsync() => _text ??= await server.NewDatabaseAsync();

    /// <summary>The first value that a statement gives, as text.</summary>
    public async Task<string> AskAsync(string sql) =>
        Convert.ToString(await server.AskAsync(sql, (await TextAsync()).Split("Database=")[1].Split(';')[0]), System.Globalization.CultureInfo.InvariantCulture)!;

    /// <summary>Rows of labels of a person.</summary>
    public Task<string> LabelsAsync(string owner = "users/alice") => AskAsync($"SELECT coalesce(string_agg(coalesce(label::text, '-'), ',' ORDER BY clock), '') FROM line WHERE owner = '{owner}' AND kind = 'label'");

    public static async Task<(HttpStatusCode Status, string Text)> LabelAsync(HttpClient client, int label, string? id = null, int? number = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/labels/block_0001") { Content = JsonContent.Create(new { label }) };
        if (id is not null)
        {
            request.Headers.Add("Idempotency-Key", id);
        }

        if (number is not null)
        {
            request.Headers.Add("X-Decision-Page", "page-1");
            request.Headers.Add("X-Decision-Number", number.Value.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        using HttpResponseMessage response = await client.SendAsync(request, Token);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Token));
    }

    /// <summary>What a node says that a person's label is; null: none.</summary>
    public static async Task<int?> LabelOfAsync(HttpClient client) => (int?)(await client.GetFromJsonAsync<JsonArray>("/api/labels", Token))!.FirstOrDefault()?["label"];

    public static async Task<(HttpStatusCode Status, string Text)> GetAsync(HttpClient client, string path)
    {
        using HttpResponseMessage response = await client.GetAsync(path, Token);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Token));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (ServedProgram node in _nodes)
        {
            await node.DisposeAsync();
        }
    }

    private async Task<(string, string)[]> VariablesAsync(int connections) =>
        [("TRUSTED_PROXIES", "127.0.0.1"), ("PROXY_SECRET_FILE", "SECRET"), ("DATABASE", $"{await TextAsync()};Maximum Pool Size={connections}")];
}
