namespace OrleansVideo.WebFrontend.Pages.Forms;

/// <summary>Which field of a form a refusal belongs to.</summary>
public static class RefusedField
{
    /// <summary>The field's key; empty when the refusal is about the form as a whole.</summary>
    /// <param name="code">The rule.</param>
    /// <param name="prefix">The name of the form's property on the page, if its fields have one.</param>
    public static string Of(RefusalCode code, string? prefix)
    {
        var field = code switch
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
            _ => "",
        };
        return field.Length == 0 || prefix is null ? field : $"{prefix}.{field}";
    }
}
