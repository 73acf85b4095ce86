namespace OrleansVideo.WebFrontend.Localization;

/// <summary>
/// Names the resources with the site's texts. The English text is its own key, so English needs none; each other language has a file
/// beside this one, <c>SiteText.{language}.resx</c>, with every text.
/// </summary>
public sealed class SiteText;
