using System.Security.Cryptography;
using System.Text;
using OrleansVideo.Accounts;
using OrleansVideo.Catalog;

namespace OrleansVideo.WebFrontend.Administration;

/// <summary>
/// The one-time code by which the owner of the machine becomes the first admin. It lies in a file that the owner alone
/// can read; who knows it can read that file. It is gone as soon as there is an admin.
/// </summary>
/// <param name="file">The file that holds the code.</param>
/// <param name="grains">The cluster, which knows whether there is an admin.</param>
public sealed class SetupCode(SetupCodeFile file, IGrainFactory grains) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);

    /// <summary>Makes sure that there is a code as long as there is no admin, and none afterwards.</summary>
    /// <returns>The path of the file with the code; null when there is an admin.</returns>
    public async Task<string?> OfferAsync()
    {
        if (!await HasAdminAsync())
        {
            file.Create();
            return file.FilePath;
        }

        file.Remove();
        return null;
    }

    /// <summary>
    /// Creates the first admin, if the code is right and there is none yet; one at a time. Who does not know the code waits for nobody and
    /// keeps nobody waiting; how often one may try, the caller says.
    /// </summary>
    /// <param name="code">The code as the visitor gave it.</param>
    /// <param name="create">Creates the account.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task<Result<AccountRecord>> UseAsync(
        string? code, Func<Task<Result<AccountRecord>>> create, CancellationToken cancellationToken)
    {
        if (!IsRight(code)) return RefusalCode.SetupCodeWrong;
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (!IsRight(code)) return RefusalCode.SetupCodeWrong; // It was used meanwhile.
            if (await HasAdminAsync())
            {
                file.Remove();
                return RefusalCode.SetupCodeWrong;
            }

            return file.TryTake() ? await CreateAsync(create) : RefusalCode.SetupCodeWrong;
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<Result<AccountRecord>> CreateAsync(Func<Task<Result<AccountRecord>>> create)
    {
        var isDone = false;
        try
        {
            var created = await create();
            isDone = created.Refusal is null;
            return created;
        }
        finally
        {
            if (isDone) file.Remove();
            else file.PutBack();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private bool IsRight(string? code) => file.Read() is { } expected && AreEqual(code?.Trim(), expected);

    private Task<bool> HasAdminAsync() => grains.GetGrain<ICatalogGrain>(0).HasAdmin();

    /// <summary>Takes the same time wherever the two differ; hashing first hides the length as well.</summary>
    private static bool AreEqual(string? given, string expected) => CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(given ?? "")), SHA256.HashData(Encoding.UTF8.GetBytes(expected)));
}
