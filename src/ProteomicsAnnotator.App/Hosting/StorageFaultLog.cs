using Microsoft.AspNetCore.Diagnostics;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Hosting;

/// <summary>
/// Logs in one line a call that failed because the share or a file could not be read or written: that is expected, the
/// answer is a 503, and a stack trace helps nobody.
/// </summary>
internal sealed partial class StorageFaultLog(ILogger<StorageFaultLog> log) : IExceptionHandler
{
    public ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is StorageException fault)
        {
            Write(log, httpContext.Request.Method, httpContext.Request.Path, fault.Message);
        }

        return ValueTask.FromResult(false);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Method} {Path} was answered 503: {Reason}")]
    private static partial void Write(ILogger log, string method, string path, string reason);
}
