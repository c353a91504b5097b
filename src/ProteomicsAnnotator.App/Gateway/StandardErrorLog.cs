namespace ProteomicsAnnotator.App.Gateway;

/// <summary>Log lines on standard error; standard output carries the ready line and nothing else.</summary>
public sealed class StandardErrorLog : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new Category(categoryName);

    public void Dispose()
    {
    }

    private sealed class Category(string name) : ILogger
    {
        /// <summary>The program's own sentences need no name of a class before them.</summary>
        private readonly string _source = name.StartsWith("ProteomicsAnnotator.", StringComparison.Ordinal) ? "" : name + ": ";

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Warning and not LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                string cause = exception is null ? "" : Environment.NewLine + exception;
                Console.Error.WriteLine($"{logLevel}: {_source}{formatter(state, exception)}{cause}");
            }
        }
    }
}
