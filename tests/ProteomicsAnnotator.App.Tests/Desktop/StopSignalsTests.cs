using System.Runtime.InteropServices;
using ProteomicsAnnotator.App.Desktop;

namespace ProteomicsAnnotator.App.Tests.Desktop;

/// <summary>What closing the console window of Windows calls; no other system can close one.</summary>
public sealed class StopSignalsTests
{
    [Fact]
    public async Task ConsoleWindow_Closed_StopsTheProgramAndWaitsForItsEnd()
    {
        var signals = new StopSignals();
        var context = new PosixSignalContext(PosixSignal.SIGHUP);

        Task handler = Task.Run(() => signals.OnHangUp(context, isWindows: true));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Delay(Timeout.Infinite, signals.Token));
        bool isWaiting = !handler.IsCompleted;
        signals.Dispose();
        await handler;

        Assert.True(isWaiting);
        Assert.True(context.Cancel);
    }

    [Fact]
    public void Terminal_Gone_StopsTheProgramWithoutWaiting()
    {
        using var signals = new StopSignals();

        signals.OnHangUp(new PosixSignalContext(PosixSignal.SIGHUP), isWindows: false);

        Assert.True(signals.Token.IsCancellationRequested);
    }
}
