using Npgsql;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Database;

/// <summary>Where the database is, from a connection string; complete and checked. Says nothing of its password.</summary>
public sealed class DatabaseAddress
{
    /// <summary>To one host, or to all of a list: less than a decision may take (<see cref="DecisionWriter.Limit"/>).</summary>
    private const int ConnectSeconds = 4;
    private const int ListSeconds = 3;

    /// <summary>For so long a host of a list that did not answer is not asked again.</summary>
    private const int RecheckSeconds = 5;
    private const int NoLimit = 0;
    private const char Separator = ',';
    private const int LeastPool = 2;
    private readonly NpgsqlConnectionStringBuilder _settings;

    private DatabaseAddress(NpgsqlConnectionStringBuilder settings) => _settings = settings;

    /// <summary>Connections that decisions have for themselves.</summary>
    public int MostWriters => Math.Max(LeastPool, Math.Min(_settings.MaxPoolSize, 32));

    /// <summary>What the server shows of the connection on which a node listens.</summary>
    internal string NodeName => _settings.ApplicationName + " node";

    /// <summary>For messages: hosts and database, without user and password.</summary>
    public string Name => $"database {_settings.Database} at {_settings.Host}";

    /// <param name="text">An Npgsql connection string.</param>
    /// <param name="fault">What is wrong with it, without repeating any of its values.</param>
    public static DatabaseAddress? TryParse(string text, out string? fault)
    {
        fault = null;
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(text);
            fault = FaultOf(settings);
            if (fault is not null)
            {
                return null;
            }

            settings.ApplicationName ??= "proteomics-annotator";
            int hosts = settings.Host!.Split(Separator).Length;
            int most = hosts == 1 ? ConnectSeconds : Math.Max(1, ListSeconds / hosts);
            settings.Timeout = settings.Timeout == NoLimit ? most : Math.Min(settings.Timeout, most);
            settings.TargetSessionAttributes = null;
            settings.HostRecheckSeconds = hosts == 1 ? 0 : RecheckSeconds;
            settings.IncludeErrorDetail = false;
            settings.Enlist = false;
            return new DatabaseAddress(settings);
        }
        catch (Exception error) when (error is ArgumentException or FormatException or KeyNotFoundException or NotSupportedException or InvalidOperationException or OverflowException)
        {
            fault = "a value that is no connection string";
            return null;
        }
    }

    /// <summary>Of all listed hosts it takes the one that takes writes.</summary>
    /// <param name="isPooled">False: a closed connection is gone, also while it is in use.</param>
    /// <param name="application">What the server shows of its connections; null: as the connection string has it.</param>
    internal NpgsqlDataSource Open(bool isPooled, string? application = null)
    {
        var settings = new NpgsqlConnectionStringBuilder(_settings.ConnectionString) { Pooling = isPooled };
        settings.ApplicationName = application ?? settings.ApplicationName;
        if (!isPooled)
        {
            // What ends a decision's transaction is its connection, and nothing is cancelled.
            settings.CommandTimeout = 0;
        }

        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        return settings.Host!.Contains(Separator, StringComparison.Ordinal) ? builder.BuildMultiHost().WithTargetSession(TargetSessionAttributes.Primary) : builder.Build();
    }

    internal StorageException Fault(Exception error) => new(Name, DatabaseFault.Describe(error), error);

    private static string? FaultOf(NpgsqlConnectionStringBuilder settings) =>
        string.IsNullOrWhiteSpace(settings.Host) ? "a connection string without Host"
        : string.IsNullOrWhiteSpace(settings.Database) ? "a connection string without Database"
        : settings.Multiplexing ? "a connection string with Multiplexing, with which nobody could say which decision a warning is about"
        : null;
}
