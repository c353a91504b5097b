namespace ProteomicsAnnotator.Benchmarks;

/// <summary>Milliseconds of one step to a picture: the event's handlers, the frame they made due, one pixel read back.</summary>
internal sealed record ViewerStep(double Handler, double Draw, double ReadBack)
{
    public double Total => Handler + Draw + ReadBack;
}
