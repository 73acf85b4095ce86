using Microsoft.AspNetCore.Mvc.ModelBinding;
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

/// <summary><c>&lt;field-error asp-for="…" /&gt;</c>: the words of what is wrong with a field; nothing when it is right.</summary>
[HtmlTargetElement("field-error", Attributes = "asp-for", TagStructure = TagStructure.WithoutEndTag)]
public sealed class FieldErrorTagHelper : TagHelper
{
    /// <summary>The field.</summary>
    [HtmlAttributeName("asp-for")]
    public required ModelExpression For { get; set; }

    /// <summary>The view around the field.</summary>
    [HtmlAttributeNotBound, ViewContext]
    public required ViewContext ViewContext { get; set; }

    /// <inheritdoc/>
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (ErrorsOf(ViewContext, For) is not { Count: > 0 } errors)
        {
            output.SuppressOutput();
            return;
        }

        output.TagName = "small";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("id", IdOf(ViewContext, For));
        output.Attributes.SetAttribute("class", "field-error");
        output.Content.SetContent(string.Join(" ", errors.Select(error => error.ErrorMessage)));
    }

    internal static string IdOf(ViewContext view, ModelExpression field) =>
        TagBuilder.CreateSanitizedId(view.ViewData.TemplateInfo.GetFullHtmlFieldName(field.Name), "_") + "-error";

    internal static ModelErrorCollection? ErrorsOf(ViewContext view, ModelExpression field) =>
        view.ViewData.ModelState[view.ViewData.TemplateInfo.GetFullHtmlFieldName(field.Name)]?.Errors;
}
