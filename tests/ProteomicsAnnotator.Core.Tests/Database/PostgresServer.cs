using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace ProteomicsAnnotator.Core.Tests.Database;

/// <summary>
/// A PostgreSQL of its own in a temporary folder, reached over a socket there. As root, where it does not start, it runs as
/// another account.
/// </summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private const string User = "annotator";
    private static readonly string Programs = FindPrograms();
    private static readonly string[] Accounts = ["postgres", "nobody"];
    private readonly string _data;
    private int _databases;

    private PostgresServer(string folder)
    {
        Folder = folder;
        _data = Path.Combine(folder, "data");
    }

    public string Folder { get; }

    /// <summary>What the server has logged.</summary>
    public string Log => File.ReadAllText(Path.Combine(Folder, "log"));

    private string SettingsFile => Path.Combine(_data, "postgresql.conf");

    public static async Task<PostgresServer> StartAsync(params string[] settings)
    {
        var server = new PostgresServer(Directory.CreateTempSubdirectory("pg").FullName);
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync("chown", [await AccountAsync(), server.Folder]);
        }

        await AsAccountAsync("initdb", "-D", server._data, "-U", User, "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C");
        await File.AppendAllLinesAsync(
            server.SettingsFile, ["listen_addresses = ''", $"unix_socket_directories = '{server.Folder}'", "fsync = off", "max_connections = 60", .. settings]);
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>A database of its own.</summary>
    public async Task<string> NewDatabaseAsync(string options = "")
    {
        string name = "d" + Interlocked.Increment(ref _databases).ToString(CultureInfo.InvariantCulture);
        _ = await AskAsync($"CREATE DATABASE {name} TEMPLATE template0 {options}", "postgres");
        return $"Host={Folder};Username={User};Database={name};Password=not-to-be-shown";
    }

    /// <summary>The first value that a statement gives, in a connection of its own.</summary>
    public async Task<object?> AskAsync(string sql, string database)
    {
        await using var connection = new NpgsqlConnection($"Host={Folder};Username={User};Database={database};Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    /// <summary>A line of the configuration, which the running server takes over.</summary>
    public async Task SetAsync(string setting)
    {
        await File.AppendAllLinesAsync(SettingsFile, [setting]);
        await AsAccountAsync("pg_ctl", "-D", _data, "reload", "-s");
    }

    public Task StopAsync(string mode = "immediate") => AsAccountAsync("pg_ctl", "-D", _data, "-m", mode, "-w", "stop", "-s");

    public Task StartAgainAsync() => AsAccountAsync("pg_ctl", "-D", _data, "-l", Path.Combine(Folder, "log"), "-w", "-s", "start");

    /// <summary>Stopped; from the next start on it is a standby, which takes no writes.</summary>
    public Task BecomeStandbyAsync() => AsAccountAsync("touch", Path.Combine(_data, "standby.signal"));

    /// <summary>A standby takes writes from now on.</summary>
    public Task PromoteAsync() => AsAccountAsync("pg_ctl", "-D", _data, "-w", "promote", "-s");

    public async ValueTask DisposeAsync()
    {
        if (File.Exists(Path.Combine(_data, "postmaster.pid")))
        {
            await StopAsync();
        }

        Directory.Delete(Folder, recursive: true);
    }

    private static async Task AsAccountAsync(string program, params string[] arguments)
    {
        string path = program == "touch" ? program : Path.Combine(Programs, program);
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync("runuser", ["-u", await AccountAsync(), "--", path, .. arguments]);
        }
        else
        {
            await RunAsync(path, arguments);
        }
    }

    private static async Task<string> AccountAsync()
    {
        string known = await File.ReadAllTextAsync("/etc/passwd");
        return Accounts.First(account => known.Split('\n').Any(line => line.StartsWith(account + ":", StringComparison.Ordinal)));
    }

    private static async Task RunAsync(string program, IEnumerable<string> arguments)
    {
        // What the server inherits must not keep this waiting, so its output is none of this program's; why it failed is in its log.
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" >/dev/null 2>&1", "sh", program, .. arguments]) { WorkingDirectory = "/" })!;
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}");
    }

    private static string FindPrograms() => Directory.Exists("/usr/lib/postgresql")
        ? Path.Combine(Directory.GetDirectories("/usr/lib/postgresql").OrderDescending(StringComparer.Ordinal).First(), "bin")
        : Path.GetDirectoryName((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, "pg_ctl")).First(File.Exists))!;
}
