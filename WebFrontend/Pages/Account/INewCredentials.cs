namespace OrleansVideo.WebFrontend.Pages.Account;

/// <summary>A page with a form that makes an account.</summary>
public interface INewCredentials
{
    /// <summary>The name that the account shall have.</summary>
    string? UserName { get; }

    /// <summary>The password that it shall have; never shown again.</summary>
    string? Password { get; }
}
