using System.Text.RegularExpressions;

namespace OrleansVideo.Tests.Site.Client;

/// <summary>Forms as a browser without scripts sends them.</summary>
public static partial class FormCalls
{
    /// <summary>Opens a page and sends a form with its antiforgery token; the form's address is the page's unless it is another.</summary>
    public static async Task<Reply> SendForm(this SiteClient client, string page, Dictionary<string, string> fields, string? address = null)
    {
        var opened = (await client.Get(page, ("Accept", "text/html"))).Expect(200);
        fields["__RequestVerificationToken"] = Token().Match(opened.Text).Groups[1].Value;
        return await client.Send(HttpMethod.Post, address ?? page, new FormUrlEncodedContent(fields), ("Accept", "text/html"));
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
