namespace ProteomicsAnnotator.Core.Planning;

/// <summary>Error rates of annotators and shares of classes, by expectation and maximisation as <see cref="SureBlocks"/> says.</summary>
internal sealed class ErrorRates
{
    public const double PriorRight = 3;
    public const double PriorWrong = 1;

    private const double Step = 1e-6;
    private const int MostRounds = 200;

    private readonly BlockVotes[] _blocks;
    private readonly double[][] _posteriors;
    private readonly double[][,] _rates;
    private readonly double[] _shares;

    private ErrorRates(BlockVotes[] blocks, int classes, int raters)
    {
        _blocks = blocks;
        _posteriors = [.. blocks.Select(block => Start(block, classes))];
        _rates = [.. Enumerable.Range(0, raters).Select(_ => new double[classes, classes])];
        _shares = new double[classes];
    }

    /// <summary>The rates still moved when the cap was hit.</summary>
    public bool HitCap { get; private set; }

    /// <summary>0: nobody has labelled anything.</summary>
    public double LargestShare => _shares.Length == 0 ? 0 : _shares.Max();

    public static ErrorRates Of(BlockVotes[] blocks, int classes, int raters)
    {
        var rates = new ErrorRates(blocks, classes, raters);
        rates.Fit();
        return rates;
    }

    private static double[] Start(BlockVotes block, int classes)
    {
        double[] start = new double[classes];
        if (block.Known is { } known)
        {
            start[known] = 1;
            return start;
        }

        foreach ((_, int label) in block.Votes)
        {
            start[label] += 1.0 / block.Votes.Length;
        }

        return start;
    }

    private void Fit()
    {
        for (int round = 0; round < MostRounds; round++)
        {
            Maximize();
            double step = 0;
            for (int i = 0; i < _blocks.Length; i++)
            {
                if (_blocks[i].Known is not null)
                {
                    continue;
                }

                double[] found = Posterior(_blocks[i].Votes);
                for (int k = 0; k < found.Length; k++)
                {
                    step = Math.Max(step, Math.Abs(found[k] - _posteriors[i][k]));
                }

                _posteriors[i] = found;
            }

            if (step < Step)
            {
                return;
            }
        }

        HitCap = true;
    }

    private void Maximize()
    {
        int classes = _shares.Length;
        Array.Fill(_shares, 1);
        foreach (double[,] rates in _rates)
        {
            for (int k = 0; k < classes; k++)
            {
                for (int label = 0; label < classes; label++)
                {
                    rates[k, label] = k == label ? PriorRight : PriorWrong / Math.Max(1, classes - 1);
                }
            }
        }

        for (int i = 0; i < _blocks.Length; i++)
        {
            for (int k = 0; k < classes; k++)
            {
                _shares[k] += _posteriors[i][k];
                foreach ((int rater, int label) in _blocks[i].Votes)
                {
                    _rates[rater][k, label] += _posteriors[i][k];
                }
            }
        }

        Normalize();
    }

    private void Normalize()
    {
        double all = _shares.Sum();
        for (int k = 0; k < _shares.Length; k++)
        {
            _shares[k] /= all;
            foreach (double[,] rates in _rates)
            {
                double row = Enumerable.Range(0, _shares.Length).Sum(label => rates[k, label]);
                for (int label = 0; label < _shares.Length; label++)
                {
                    rates[k, label] /= row;
                }
            }
        }
    }

    /// <summary>The probability of each class, by these votes.</summary>
    public double[] Posterior((int Rater, int Label)[] votes)
    {
        double[] found = new double[_shares.Length];
        for (int k = 0; k < found.Length; k++)
        {
            found[k] = Math.Log(_shares[k]);
            foreach ((int rater, int label) in votes)
            {
                found[k] += Math.Log(_rates[rater][k, label]);
            }
        }

        double highest = found.Max();
        double sum = 0;
        for (int k = 0; k < found.Length; k++)
        {
            sum += found[k] = Math.Exp(found[k] - highest);
        }

        for (int k = 0; k < found.Length; k++)
        {
            found[k] /= sum;
        }

        return found;
    }
}
