namespace ProteomicsAnnotator.Core.Planning;

/// <summary>The order in which annotators walk through the own blocks.</summary>
public enum WalkOrder
{
    /// <summary>Runs of neighbouring blocks, the runs shuffled: neighbours by name in a folder, by place in a volume.</summary>
    Neighbourhoods,

    /// <summary>By id.</summary>
    Names,

    /// <summary>Blocks with the fewest votes first, equal ones as <see cref="Neighbourhoods"/>.</summary>
    Fewest,

    /// <summary>Blocks whose two commonest labels are closest first, equal ones as <see cref="Neighbourhoods"/>.</summary>
    Disputed,

    /// <summary>Blocks whose likeliest class is least certain first, equal ones as <see cref="Neighbourhoods"/>.</summary>
    Uncertain,

    /// <summary>By the scores of a model, equal ones as <see cref="Neighbourhoods"/>; blocks without a score keep their places there.</summary>
    Scored,
}

/// <summary>What orders are called in files and on the command line.</summary>
public static class WalkOrders
{
    public static string WordOf(WalkOrder order) => order.ToString().ToLowerInvariant();

    /// <summary>Null: it is none.</summary>
    public static WalkOrder? Parse(string? word) =>
        Enum.GetValues<WalkOrder>().Where(order => WordOf(order) == word).Select(order => (WalkOrder?)order).FirstOrDefault();

    /// <summary>
    /// It follows from labels or from scores, so blocks that come first are unlike the others: what is labelled by then says without bias only
    /// what its random share says (informative sampling). Only a further version brings it up to date.
    /// </summary>
    public static bool IsInformative(WalkOrder order) => order is WalkOrder.Fewest or WalkOrder.Disputed or WalkOrder.Uncertain or WalkOrder.Scored;
}
