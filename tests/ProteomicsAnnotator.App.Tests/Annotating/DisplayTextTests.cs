using System.Text.Json;
using ProteomicsAnnotator.App.Annotating;

namespace ProteomicsAnnotator.App.Tests.Annotating;

public sealed class DisplayTextTests
{
    [Theory]
    [InlineData("""{"channels":{"488":{"limits":[115,1695.27]},"561":{"limits":null}}}""", "488 115 to 1695.3; 561 auto")]
    [InlineData("""{"channels":{"a":{},"b":7,"c":{"limits":["x",1]},"d":{"limits":[1]}}}""", "a auto; b auto; c auto; d auto")]
    [InlineData("""{"channels":{"1":{},"2":{},"3":{},"4":{},"5":{},"6":{},"7":{},"8":{}}}""", "1 auto; 2 auto; 3 auto; 4 auto; 5 auto; 6 auto; 2 more")]
    [InlineData("""{"channels":{}}""", "no channels")]
    [InlineData("""{"channels":[1]}""", "no channels")]
    [InlineData("""[]""", "no channels")]
    public void Of_WhateverTheFileHolds_IsInWords(string json, string expected)
    {
        using JsonDocument display = JsonDocument.Parse(json);

        Assert.Equal(expected, DisplayText.Of(display.RootElement));
    }
}
