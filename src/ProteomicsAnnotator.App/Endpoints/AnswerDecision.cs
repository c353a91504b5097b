using Microsoft.AspNetCore.Http.HttpResults;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Endpoints;

/// <summary>What HTTP says of a decision about answers of blocks, stored or only asked for.</summary>
/// <param name="Stored">Decided; false: it was asked only.</param>
/// <param name="Effect">What it changes, in words with counts.</param>
public sealed record AnswerDecision(bool Stored, string Effect)
{
    /// <summary>Refuses in words, or tells the effect and, unless it was only asked for, stores first.</summary>
    /// <param name="judgeAsync">Why not, or what it would change.</param>
    /// <param name="storeAsync">Null: it was asked only.</param>
    internal static async Task<Results<Ok<AnswerDecision>, ProblemHttpResult>> OfAsync(Func<Task<(string? WhyNot, string Effect)>> judgeAsync, Func<Task>? storeAsync)
    {
        try
        {
            (string? whyNot, string effect) = await judgeAsync();
            if (whyNot is not null)
            {
                return TypedResults.Problem($"Nothing is decided: {whyNot}", statusCode: StatusCodes.Status409Conflict);
            }

            if (storeAsync is not null)
            {
                await storeAsync();
            }

            return TypedResults.Ok(new AnswerDecision(storeAsync is not null, effect));
        }
        catch (Exception error) when (error is TimeoutException or StorageException { InnerException: TimeoutException })
        {
            return TypedResults.Problem($"It is not known whether it is decided: the share does not answer. {error.Message}", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
        catch (StorageException error)
        {
            return TypedResults.Problem($"Nothing is decided: {error.Message}", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}
