//! The tags of the tag-value form and where their values stand in the tree of the JSON form.

/// Where a tag's value goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Into {
    /// A text of the entry at hand.
    Text(&'static str),
    /// One more text in a list of the entry at hand.
    List(&'static str),
    /// True or false.
    Flag(&'static str),
    /// `SHA1: digits`, one more in a list.
    Checksum(&'static str),
    /// `category type locator`, one more reference.
    Reference,
    /// A remark on the last reference.
    ReferenceComment,
    /// Digits and the files left out.
    VerificationCode,
    /// A text of `creationInfo`.
    Creation(&'static str),
    /// One more text in the list `creators`.
    Creator,
    /// `identifier address algorithm: digits`.
    ExternalDocument,
    /// `element RELATIONSHIP element`.
    Relationship,
    /// A remark on the last relationship.
    RelationshipComment,
}

/// What sort of entry the tags that follow belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Entry {
    Document,
    Package,
    File,
    Snippet,
    Licence,
    Annotation,
    Review,
}

impl Entry {
    /// The list of the document that holds such entries.
    pub(crate) fn list(self) -> &'static str {
        match self {
            Self::Document => "",
            Self::Package => "packages",
            Self::File => "files",
            Self::Snippet => "snippets",
            Self::Licence => "hasExtractedLicensingInfos",
            Self::Annotation => "annotations",
            Self::Review => "revieweds",
        }
    }
}

/// Tags that begin an entry, and the key of their value in it.
pub(crate) const BEGINS: &[(&str, Entry, &str)] = &[
    ("PackageName", Entry::Package, "name"),
    ("FileName", Entry::File, "fileName"),
    ("SnippetSPDXID", Entry::Snippet, "SPDXID"),
    ("SnippetSPDXIdentifier", Entry::Snippet, "SPDXID"),
    ("LicenseID", Entry::Licence, "licenseId"),
    ("Annotator", Entry::Annotation, "annotator"),
    ("Reviewer", Entry::Review, "reviewer"),
];

/// All other tags. A tag of the document means the document wherever it stands.
pub(crate) const TAGS: &[(&str, Entry, Into)] = &[
    ("SPDXVersion", Entry::Document, Into::Text("spdxVersion")),
    ("DataLicense", Entry::Document, Into::Text("dataLicense")),
    ("DocumentName", Entry::Document, Into::Text("name")),
    ("DocumentNamespace", Entry::Document, Into::Text("documentNamespace")),
    ("DocumentComment", Entry::Document, Into::Text("comment")),
    ("ExternalDocumentRef", Entry::Document, Into::ExternalDocument),
    ("LicenseListVersion", Entry::Document, Into::Creation("licenseListVersion")),
    ("Creator", Entry::Document, Into::Creator),
    ("Created", Entry::Document, Into::Creation("created")),
    ("CreatorComment", Entry::Document, Into::Creation("comment")),
    ("Relationship", Entry::Document, Into::Relationship),
    ("RelationshipComment", Entry::Document, Into::RelationshipComment),
    ("PackageVersion", Entry::Package, Into::Text("versionInfo")),
    ("PackageFileName", Entry::Package, Into::Text("packageFileName")),
    ("PackageSupplier", Entry::Package, Into::Text("supplier")),
    ("PackageOriginator", Entry::Package, Into::Text("originator")),
    ("PackageDownloadLocation", Entry::Package, Into::Text("downloadLocation")),
    ("FilesAnalyzed", Entry::Package, Into::Flag("filesAnalyzed")),
    ("PackageVerificationCode", Entry::Package, Into::VerificationCode),
    ("PackageChecksum", Entry::Package, Into::Checksum("checksums")),
    ("PackageHomePage", Entry::Package, Into::Text("homepage")),
    ("PackageSourceInfo", Entry::Package, Into::Text("sourceInfo")),
    ("PackageLicenseConcluded", Entry::Package, Into::Text("licenseConcluded")),
    ("PackageLicenseInfoFromFiles", Entry::Package, Into::List("licenseInfoFromFiles")),
    ("PackageLicenseDeclared", Entry::Package, Into::Text("licenseDeclared")),
    ("PackageLicenseComments", Entry::Package, Into::Text("licenseComments")),
    ("PackageCopyrightText", Entry::Package, Into::Text("copyrightText")),
    ("PackageSummary", Entry::Package, Into::Text("summary")),
    ("PackageDescription", Entry::Package, Into::Text("description")),
    ("PackageComment", Entry::Package, Into::Text("comment")),
    ("PackageAttributionText", Entry::Package, Into::List("attributionTexts")),
    ("ExternalRef", Entry::Package, Into::Reference),
    ("ExternalRefComment", Entry::Package, Into::ReferenceComment),
    ("PrimaryPackagePurpose", Entry::Package, Into::Text("primaryPackagePurpose")),
    ("ReleaseDate", Entry::Package, Into::Text("releaseDate")),
    ("BuiltDate", Entry::Package, Into::Text("builtDate")),
    ("ValidUntilDate", Entry::Package, Into::Text("validUntilDate")),
    ("FileType", Entry::File, Into::List("fileTypes")),
    ("FileChecksum", Entry::File, Into::Checksum("checksums")),
    ("LicenseConcluded", Entry::File, Into::Text("licenseConcluded")),
    ("LicenseInfoInFile", Entry::File, Into::List("licenseInfoInFiles")),
    ("LicenseComments", Entry::File, Into::Text("licenseComments")),
    ("FileCopyrightText", Entry::File, Into::Text("copyrightText")),
    ("FileComment", Entry::File, Into::Text("comment")),
    ("FileNotice", Entry::File, Into::Text("noticeText")),
    ("FileContributor", Entry::File, Into::List("fileContributors")),
    ("FileAttributionText", Entry::File, Into::List("attributionTexts")),
    ("FileDependency", Entry::File, Into::List("fileDependencies")),
    ("SnippetFromFileSPDXID", Entry::Snippet, Into::Text("snippetFromFile")),
    ("SnippetByteRange", Entry::Snippet, Into::Text("byteRange")),
    ("SnippetLineRange", Entry::Snippet, Into::Text("lineRange")),
    ("SnippetLicenseConcluded", Entry::Snippet, Into::Text("licenseConcluded")),
    ("LicenseInfoInSnippet", Entry::Snippet, Into::List("licenseInfoInSnippets")),
    ("SnippetLicenseComments", Entry::Snippet, Into::Text("licenseComments")),
    ("SnippetCopyrightText", Entry::Snippet, Into::Text("copyrightText")),
    ("SnippetComment", Entry::Snippet, Into::Text("comment")),
    ("SnippetName", Entry::Snippet, Into::Text("name")),
    ("SnippetAttributionText", Entry::Snippet, Into::List("attributionTexts")),
    ("ExtractedText", Entry::Licence, Into::Text("extractedText")),
    ("LicenseName", Entry::Licence, Into::Text("name")),
    ("LicenseCrossReference", Entry::Licence, Into::List("seeAlsos")),
    ("LicenseComment", Entry::Licence, Into::Text("comment")),
    ("AnnotationDate", Entry::Annotation, Into::Text("annotationDate")),
    ("AnnotationType", Entry::Annotation, Into::Text("annotationType")),
    ("AnnotationComment", Entry::Annotation, Into::Text("comment")),
    ("SPDXREF", Entry::Annotation, Into::Text("SPDXREF")),
    ("ReviewDate", Entry::Review, Into::Text("reviewDate")),
    ("ReviewComment", Entry::Review, Into::Text("comment")),
];
