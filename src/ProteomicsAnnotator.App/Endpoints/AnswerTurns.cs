namespace ProteomicsAnnotator.App.Endpoints;

/// <summary>
/// Limits how many answers that are much work are made at once: with voxels for each session, of whole releases for all. The others wait
/// for their turn and hold nothing, so that a page or script that asks for everything cannot take the machine's memory.
/// </summary>
public sealed class AnswerTurns
{
    private const int AtOnce = 16;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Line> _lines = new(StringComparer.Ordinal);

    /// <summary>Returns when this answer may begin; disposing the result lets the next one begin.</summary>
    /// <param name="line">Who asks, and for what kind of answer: kinds do not wait for each other.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="atOnce">So many at once; the same for all who ask in this line.</param>
    public async Task<IDisposable> TakeAsync(string line, CancellationToken cancellationToken, int atOnce = AtOnce)
    {
        Line own;
        lock (_gate)
        {
            if (!_lines.TryGetValue(line, out own!))
            {
                _lines[line] = own = new Line(atOnce);
            }

            own.Members++;
        }

        try
        {
            await own.Free.WaitAsync(cancellationToken);
            return new Turn(this, line, own);
        }
        catch
        {
            Leave(line, own);
            throw;
        }
    }

    private void Leave(string line, Line own)
    {
        lock (_gate)
        {
            own.Members--;
            if (own.Members == 0)
            {
                _lines.Remove(line);
                own.Free.Dispose();
            }
        }
    }

    private sealed class Line(int atOnce)
    {
        public SemaphoreSlim Free { get; } = new(atOnce);

        public int Members { get; set; }
    }

    private sealed class Turn(AnswerTurns turns, string line, Line own) : IDisposable
    {
        public void Dispose()
        {
            own.Free.Release();
            turns.Leave(line, own);
        }
    }
}
