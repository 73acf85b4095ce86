namespace OrleansVideo.WebFrontend.Pages.Forms;

/// <summary>Which field of a form a refusal belongs to.</summary>
public static class RefusedField
{
    /// <summary>The field's key; empty when the refusal is about the form as a whole.</summary>
    /// <param name="refusal">The rule, and the field that it names.</param>
    /// <param name="prefix">The name of the form's property on the page, if its fields have one.</param>
    public static string Of(Refusal refusal, string? prefix)
    {
        var field = refusal.Code switch
        {
            RefusalCode.TitleInvalid => "Title",
            RefusalCode.DescriptionInvalid => "Description",
            RefusalCode.VisibilityInvalid => "Visibility",
            RefusalCode.ReasonInvalid => "Reason",
            RefusalCode.RemovedByAdmin => "Visibility",
            RefusalCode.CommentInvalid => "NewComment",
            RefusalCode.UserNameInvalid or RefusalCode.UserNameTaken => "UserName",
            RefusalCode.PasswordWeak => "Password",
            RefusalCode.SetupCodeWrong => "Code",
            RefusalCode.CapacityInvalid => "MaxStreams",
            RefusalCode.FieldInvalid when refusal.Field is { Length: > 0 } named => char.ToUpperInvariant(named[0]) + named[1..],
            _ => "",
        };
        return field.Length == 0 || prefix is null ? field : $"{prefix}.{field}";
    }
}
