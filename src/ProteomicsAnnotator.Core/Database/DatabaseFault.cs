using System.Net.Sockets;
using Npgsql;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Database;

/// <summary>What went wrong with the database, in words that follow its name.</summary>
internal static class DatabaseFault
{
    public const string TakesNoWrites = "it takes no writes: it is a standby, or set to read only; expected the primary, or a setting that lets this account write";
    public const string NotInTime = "it does not answer in time";

    private const string Driver = "Npgsql";

    /// <summary>A failure of a database; anything else is a fault of this program, or of what it was to store.</summary>
    public static bool IsFault(Exception error) => IsOfConnection(error) || error is TimeoutException or OperationCanceledException;

    /// <summary>The connection itself failed, or leads to what is no primary any more: another one may do.</summary>
    public static bool IsConnectionLost(Exception error) => error switch
    {
        PostgresException { SqlState: [.. "57P", _, _] or [.. "08", _, _, _] or PostgresErrorCodes.ReadOnlySqlTransaction } => true,
        PostgresException => false,
        _ => IsOfConnection(error),
    };

    /// <summary>The driver says <see cref="InvalidOperationException"/> of a connection that was closed beside it; from elsewhere it is a fault of this program.</summary>
    private static bool IsOfConnection(Exception error) =>
        error is NpgsqlException or SocketException or ObjectDisposedException or InvalidOperationException { Source: Driver } || error is IOException and not StorageException;

    public static bool IsLockTimeout(Exception error) => error is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable };

    public static string Describe(Exception error) => error switch
    {
        PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } => TakesNoWrites,
        PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable } => "another decision of the same person is still waiting there",
        PostgresException { SqlState: PostgresErrorCodes.TooManyConnections } => "it has no connection left (max_connections)",
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => "its disk is full",
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } => "it does not let this account in: expected a user and password that it knows",
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } => "there is no such database: create it first, as with createdb",
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } denied => $"this account may not do that there: {denied.MessageText}",
        PostgresException { SqlState: "3F000" } => "its search path names no schema that is there",
        PostgresException other => $"it refused: {other.MessageText} ({other.SqlState})",
        OperationCanceledException or TimeoutException => NotInTime,
        NpgsqlException { InnerException: TimeoutException or OperationCanceledException } => NotInTime,
        NpgsqlException { InnerException: { } inner } => $"it cannot be reached: {inner.Message}",
        _ => $"it cannot be reached: {error.Message}",
    };
}
