using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace OrleansVideo.WebFrontend.Pages.Forms;

/// <summary>Ties a field to its error for those who hear the page: <c>aria-invalid</c> and <c>aria-describedby</c>.</summary>
[HtmlTargetElement("input", Attributes = ForAttribute, TagStructure = TagStructure.WithoutEndTag)]
[HtmlTargetElement("textarea", Attributes = ForAttribute)]
[HtmlTargetElement("select", Attributes = ForAttribute)]
public sealed class FieldTagHelper : TagHelper
{
    private const string ForAttribute = "asp-for";

    /// <summary>After the framework's own helpers.</summary>
    public override int Order => 1;

    /// <summary>The field.</summary>
    [HtmlAttributeName(ForAttribute)]
    public required ModelExpression For { get; set; }

    /// <summary>The view around the field.</summary>
    [HtmlAttributeNotBound, ViewContext]
    public required ViewContext ViewContext { get; set; }

    /// <inheritdoc/>
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (FieldErrorTagHelper.ErrorsOf(ViewContext, For) is not { Count: > 0 }) return;
        output.Attributes.SetAttribute("aria-invalid", "true");
        var described = output.Attributes["aria-describedby"]?.Value;
        output.Attributes.SetAttribute("aria-describedby", $"{FieldErrorTagHelper.IdOf(ViewContext, For)} {described}".TrimEnd());
    }
}
