using Microsoft.AspNetCore.Components;

namespace ProteomicsAnnotator.App.Components;

/// <summary>The icons of <c>IconSprite.razor</c>: pictures beside words, or on a button that has a name.</summary>
internal static class Icons
{
    public static MarkupString Svg(string name) => new($"<svg class=\"icon\" aria-hidden=\"true\"><use href=\"#i-{name}\"></use></svg>");
}
