namespace ProteomicsAnnotator.App.Tests.Commands;

/// <summary>Figures as their papers define them, computed from a table of labels: a row for each block, a column for each person, 0 for none.</summary>
internal static class ExpectedFigures
{
    /// <summary>Krippendorff's alpha for nominal data, from its table of coincidences.</summary>
    public static double Alpha(int[][] votes, int classes)
    {
        double[,] coincidences = new double[classes + 1, classes + 1];
        foreach (int[] block in votes)
        {
            int[] given = [.. block.Where(label => label > 0)];
            foreach ((int i, int one) in given.Index())
            {
                foreach ((int j, int other) in given.Index())
                {
                    coincidences[one, other] += i == j || given.Length < 2 ? 0 : 1.0 / (given.Length - 1);
                }
            }
        }

        double[] margins = [.. Enumerable.Range(0, classes + 1).Select(one => Enumerable.Range(0, classes + 1).Sum(other => coincidences[one, other]))];
        double n = margins.Sum();
        double observed = n - Enumerable.Range(0, classes + 1).Sum(label => coincidences[label, label]);
        double expected = ((n * n) - margins.Sum(margin => margin * margin)) / (n - 1);
        return 1 - (observed / expected);
    }

    /// <summary>Dawid and Skene's model by expectation and maximisation from the shares of votes, until nothing moves.</summary>
    public static (double[] Shares, int[] Labels) DawidSkene(int[][] votes, int classes)
    {
        int people = votes[0].Length;
        double[][] posteriors = [.. votes.Select(block => Enumerable.Range(1, classes).Select(label => block.Count(vote => vote == label) / (double)Math.Max(1, block.Count(vote => vote > 0))).ToArray())];
        double[] shares = new double[classes];
        for (double moved = 1; moved > 1e-9;)
        {
            double[,,] rates = new double[people, classes, classes + 1];
            foreach ((int i, int[] block) in votes.Index())
            {
                for (int person = 0; person < people; person++)
                {
                    for (int k = 0; k < classes; k++)
                    {
                        rates[person, k, block[person]] += posteriors[i][k];
                    }
                }
            }

            int labelled = votes.Count(block => block.Any(vote => vote > 0));
            shares = [.. Enumerable.Range(0, classes).Select(k => posteriors.Sum(posterior => posterior[k]) / labelled)];
            moved = 0;
            foreach ((int i, int[] block) in votes.Index().Where(block => block.Item.Any(vote => vote > 0)))
            {
                double[] logs = [.. Enumerable.Range(0, classes).Select(k => Math.Log(Math.Max(1e-300, shares[k])) + block.Index().Where(vote => vote.Item > 0).Sum(vote => Math.Log(Math.Max(1e-12, rates[vote.Index, k, vote.Item] / Row(rates, vote.Index, k, classes)))))];
                double[] likely = [.. logs.Select(log => Math.Exp(log - logs.Max()))];
                double[] posterior = [.. likely.Select(one => one / likely.Sum())];
                moved = Math.Max(moved, posterior.Zip(posteriors[i]).Max(pair => Math.Abs(pair.First - pair.Second)));
                posteriors[i] = posterior;
            }
        }

        return (shares, [.. posteriors.Select(posterior => 1 + Array.IndexOf(posterior, posterior.Max()))]);
    }

    private static double Row(double[,,] rates, int person, int k, int classes) =>
        Math.Max(1e-300, Enumerable.Range(1, classes).Sum(label => rates[person, k, label]));
}
