using OrleansVideo.WebFrontend.Pages.Forms;

namespace OrleansVideo.Tests.Pages;

public sealed class RefusedFieldTests
{
    [Theory]
    [InlineData(RefusalCode.TitleInvalid, "Form", "Form.Title")]
    [InlineData(RefusalCode.UserNameTaken, null, "UserName")]
    [InlineData(RefusalCode.CredentialsWrong, null, "")]
    [InlineData(RefusalCode.Gone, "Form", "")]
    public void Of_NamesTheField_OrTheFormAsAWhole(RefusalCode code, string? prefix, string key) =>
        Assert.Equal(key, RefusedField.Of(code, prefix));

    [Fact]
    public void Of_ARefusalThatNamesItsField_IsThatField() =>
        Assert.Equal("Form.Language", RefusedField.Of(new Refusal(RefusalCode.FieldInvalid) { Field = "language" }, "Form"));
}
